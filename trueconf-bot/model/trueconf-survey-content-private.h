/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-survey-content.h"

G_BEGIN_DECLS

struct _TrueconfSurveyContent
{
  TrueconfContent parent_instance;

  char *url;
  char *title;
  char *path;
  char *description;
  char *button_text;
  char *secret;
  char *alt;
  gint64 app_version;
};

G_END_DECLS
