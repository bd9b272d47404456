/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "model/trueconf-content.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_SURVEY_CONTENT (trueconf_survey_content_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfSurveyContent,
                      trueconf_survey_content,
                      TRUECONF,
                      SURVEY_CONTENT,
                      TrueconfContent)

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_survey_content_get_url (TrueconfSurveyContent *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_survey_content_get_title (TrueconfSurveyContent *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_survey_content_get_path (TrueconfSurveyContent *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_survey_content_get_description (TrueconfSurveyContent *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_survey_content_get_button_text (TrueconfSurveyContent *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_survey_content_get_secret (TrueconfSurveyContent *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_survey_content_get_alt (TrueconfSurveyContent *self);
TRUECONF_AVAILABLE_IN_ALL
gint64 trueconf_survey_content_get_app_version (TrueconfSurveyContent *self);

G_END_DECLS
