/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-survey-content-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfSurveyContent:
 *
 * A link to a survey.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfSurveyContent, trueconf_survey_content, TRUECONF_TYPE_CONTENT)

/**
 * trueconf_survey_content_get_url: (get-property url)
 * @self: an object of this type
 *
 * Gets the address of the survey page.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_survey_content_get_url (TrueconfSurveyContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_SURVEY_CONTENT (self), NULL);

  return self->url;
}

/**
 * trueconf_survey_content_get_title: (get-property title)
 * @self: an object of this type
 *
 * Gets the title on the card.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_survey_content_get_title (TrueconfSurveyContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_SURVEY_CONTENT (self), NULL);

  return self->title;
}

/**
 * trueconf_survey_content_get_path: (get-property path)
 * @self: an object of this type
 *
 * Gets the id of the survey campaign.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_survey_content_get_path (TrueconfSurveyContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_SURVEY_CONTENT (self), NULL);

  return self->path;
}

/**
 * trueconf_survey_content_get_description: (get-property description)
 * @self: an object of this type
 *
 * Gets what kind of survey it is: `{{Survey}}` or `{{Anonymous survey}}`; applications replace it by words.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_survey_content_get_description (TrueconfSurveyContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_SURVEY_CONTENT (self), NULL);

  return self->description;
}

/**
 * trueconf_survey_content_get_button_text: (get-property button-text)
 * @self: an object of this type
 *
 * Gets the text of the button; applications replace it by words.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_survey_content_get_button_text (TrueconfSurveyContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_SURVEY_CONTENT (self), NULL);

  return self->button_text;
}

/**
 * trueconf_survey_content_get_secret: (get-property secret)
 * @self: an object of this type
 *
 * Gets a random string.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_survey_content_get_secret (TrueconfSurveyContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_SURVEY_CONTENT (self), NULL);

  return self->secret;
}

/**
 * trueconf_survey_content_get_alt: (get-property alt)
 * @self: an object of this type
 *
 * Gets what applications show that do not know surveys, as HTML.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_survey_content_get_alt (TrueconfSurveyContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_SURVEY_CONTENT (self), NULL);

  return self->alt;
}

/**
 * trueconf_survey_content_get_app_version: (get-property app-version)
 * @self: an object of this type
 *
 * Gets the version of the card.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
gint64
trueconf_survey_content_get_app_version (TrueconfSurveyContent *self)
{
  g_return_val_if_fail (TRUECONF_IS_SURVEY_CONTENT (self), 0);

  return self->app_version;
}

static const TrueconfModelField fields[] = {
  { "url", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfSurveyContent, url) },
  { "title", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfSurveyContent, title) },
  { "path", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfSurveyContent, path) },
  { "description", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfSurveyContent, description) },
  { "button-text", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfSurveyContent, button_text) },
  { "secret", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfSurveyContent, secret) },
  { "alt", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfSurveyContent, alt) },
  { "app-version", TRUECONF_FIELD_INT64, G_STRUCT_OFFSET (TrueconfSurveyContent, app_version) },
};

static void
trueconf_survey_content_class_init (TrueconfSurveyContentClass *klass)
{
  /**
   * TrueconfSurveyContent:url: (getter get_url)
   *
   * The address of the survey page.
   *
   * Since: 0.1
   */
  /**
   * TrueconfSurveyContent:title: (getter get_title)
   *
   * The title on the card.
   *
   * Since: 0.1
   */
  /**
   * TrueconfSurveyContent:path: (getter get_path)
   *
   * The id of the survey campaign.
   *
   * Since: 0.1
   */
  /**
   * TrueconfSurveyContent:description: (getter get_description)
   *
   * What kind of survey it is: `{{Survey}}` or `{{Anonymous survey}}`; applications replace it by words.
   *
   * Since: 0.1
   */
  /**
   * TrueconfSurveyContent:button-text: (getter get_button_text)
   *
   * The text of the button; applications replace it by words.
   *
   * Since: 0.1
   */
  /**
   * TrueconfSurveyContent:secret: (getter get_secret)
   *
   * A random string.
   *
   * Since: 0.1
   */
  /**
   * TrueconfSurveyContent:alt: (getter get_alt)
   *
   * What applications show that do not know surveys, as HTML.
   *
   * Since: 0.1
   */
  /**
   * TrueconfSurveyContent:app-version: (getter get_app_version)
   *
   * The version of the card.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_survey_content_init (TrueconfSurveyContent *self)
{
}
