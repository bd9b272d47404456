/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-draft-private.h"
#include "text/trueconf-text-private.h"
#include "trueconf-enum-private.h"
#include "trueconf-string-private.h"

/**
 * TrueconfDraft:
 *
 * A message that has not been sent yet.
 *
 * A draft can have everything that the server accepts in a message. [method@Bot.send_draft_async] sends it,
 * [method@Bot.edit_draft_async] replaces a message with it, and [method@CallbackQuery.answer_async] answers a
 * pressed button with it. These functions copy what they need: the draft can be changed and sent again at once.
 *
 * ```c
 * g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text ("Which one?", TRUECONF_PARSE_MODE_TEXT);
 *
 * trueconf_draft_set_keyboard (draft, keyboard);
 * trueconf_bot_send_draft_async (bot, chat_id, draft, NULL, NULL, NULL, NULL, on_sent, NULL);
 * ```
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfDraft, trueconf_draft, G_TYPE_OBJECT)

static GParamSpec *properties[TRUECONF_DRAFT_PROP_FORMATTED_TEXT + 1];

void
trueconf_draft_notify (TrueconfDraft *self, TrueconfDraftProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
trueconf_draft_set_enum (TrueconfDraft *self, int *place, int value, TrueconfDraftProperty property)
{
  if (*place == value)
    return;

  *place = value;
  trueconf_draft_notify (self, property);
}

static void
set_string (TrueconfDraft *self, char **place, const char *value, TrueconfDraftProperty property)
{
  if (trueconf_set_string (place, value))
    trueconf_draft_notify (self, property);
}

static void
trueconf_draft_finalize (GObject *object)
{
  TrueconfDraft *self = TRUECONF_DRAFT (object);

  g_clear_pointer (&self->text, g_free);
  g_clear_object (&self->formatted_text);
  g_clear_pointer (&self->reply_message_id, g_free);
  g_clear_pointer (&self->quote, g_free);
  g_clear_object (&self->keyboard);
  g_clear_object (&self->file);
  g_clear_object (&self->preview);

  G_OBJECT_CLASS (trueconf_draft_parent_class)->finalize (object);
}

static void
trueconf_draft_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfDraft *self = TRUECONF_DRAFT (object);

  switch ((TrueconfDraftProperty) prop_id)
    {
    case TRUECONF_DRAFT_PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    case TRUECONF_DRAFT_PROP_PARSE_MODE:
      g_value_set_enum (value, self->parse_mode);
      break;

    case TRUECONF_DRAFT_PROP_REPLY_MESSAGE_ID:
      g_value_set_string (value, self->reply_message_id);
      break;

    case TRUECONF_DRAFT_PROP_QUOTE:
      g_value_set_string (value, self->quote);
      break;

    case TRUECONF_DRAFT_PROP_KEYBOARD:
      g_value_set_object (value, self->keyboard);
      break;

    case TRUECONF_DRAFT_PROP_FILE:
      g_value_set_object (value, self->file);
      break;

    case TRUECONF_DRAFT_PROP_PREVIEW:
      g_value_set_object (value, self->preview);
      break;

    case TRUECONF_DRAFT_PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;

    case TRUECONF_DRAFT_PROP_COMMAND_ANSWER:
      g_value_set_enum (value, self->command_answer);
      break;

    case TRUECONF_DRAFT_PROP_COMMAND_STATUS:
      g_value_set_enum (value, self->command_status);
      break;

    case TRUECONF_DRAFT_PROP_COMMAND_VISIBILITY:
      g_value_set_enum (value, self->command_visibility);
      break;

    case TRUECONF_DRAFT_PROP_COMMAND_LEVEL:
      g_value_set_enum (value, self->command_level);
      break;

    case TRUECONF_DRAFT_PROP_FORMATTED_TEXT:
      g_value_set_object (value, trueconf_draft_get_formatted_text (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_draft_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfDraft *self = TRUECONF_DRAFT (object);

  switch ((TrueconfDraftProperty) prop_id)
    {
    case TRUECONF_DRAFT_PROP_TEXT:
      trueconf_draft_set_text (self, g_value_get_string (value));
      break;

    case TRUECONF_DRAFT_PROP_PARSE_MODE:
      trueconf_draft_set_parse_mode (self, g_value_get_enum (value));
      break;

    case TRUECONF_DRAFT_PROP_REPLY_MESSAGE_ID:
      trueconf_draft_set_reply_message_id (self, g_value_get_string (value));
      break;

    case TRUECONF_DRAFT_PROP_QUOTE:
      trueconf_draft_set_quote (self, g_value_get_string (value));
      break;

    case TRUECONF_DRAFT_PROP_KEYBOARD:
      trueconf_draft_set_keyboard (self, g_value_get_object (value));
      break;

    case TRUECONF_DRAFT_PROP_FILE:
      trueconf_draft_set_file (self, g_value_get_object (value));
      break;

    case TRUECONF_DRAFT_PROP_PREVIEW:
      trueconf_draft_set_preview (self, g_value_get_object (value));
      break;

    case TRUECONF_DRAFT_PROP_KIND:
      trueconf_draft_set_kind (self, g_value_get_enum (value));
      break;

    case TRUECONF_DRAFT_PROP_COMMAND_ANSWER:
      trueconf_draft_set_command_answer (self, g_value_get_enum (value));
      break;

    case TRUECONF_DRAFT_PROP_COMMAND_STATUS:
      trueconf_draft_set_command_status (self, g_value_get_enum (value));
      break;

    case TRUECONF_DRAFT_PROP_COMMAND_VISIBILITY:
      trueconf_draft_set_command_visibility (self, g_value_get_enum (value));
      break;

    case TRUECONF_DRAFT_PROP_COMMAND_LEVEL:
      trueconf_draft_set_command_level (self, g_value_get_enum (value));
      break;

    case TRUECONF_DRAFT_PROP_FORMATTED_TEXT:
      trueconf_draft_set_formatted_text (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_draft_class_init (TrueconfDraftClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_draft_finalize;
  object_class->get_property = trueconf_draft_get_property;
  object_class->set_property = trueconf_draft_set_property;

  /**
   * TrueconfDraft:text: (getter get_text) (setter set_text)
   *
   * The text, or the caption of a file, at most 4096 visible characters.
   *
   * Since: 0.1
   */
  properties[TRUECONF_DRAFT_PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);

  /**
   * TrueconfDraft:parse-mode: (getter get_parse_mode) (setter set_parse_mode)
   *
   * The markup of the text.
   *
   * Since: 0.1
   */
  properties[TRUECONF_DRAFT_PROP_PARSE_MODE] =
      g_param_spec_enum ("parse-mode", NULL, NULL, TRUECONF_TYPE_PARSE_MODE, TRUECONF_PARSE_MODE_TEXT, flags);

  /**
   * TrueconfDraft:reply-message-id: (getter get_reply_message_id) (setter set_reply_message_id)
   *
   * The id of the message to reply to.
   *
   * Since: 0.1
   */
  properties[TRUECONF_DRAFT_PROP_REPLY_MESSAGE_ID] =
      g_param_spec_string ("reply-message-id", NULL, NULL, NULL, flags);

  /**
   * TrueconfDraft:quote: (getter get_quote) (setter set_quote)
   *
   * The passage of the message replied to that is quoted, as plain text.
   *
   * Since: 0.1
   */
  properties[TRUECONF_DRAFT_PROP_QUOTE] = g_param_spec_string ("quote", NULL, NULL, NULL, flags);

  /**
   * TrueconfDraft:keyboard: (getter get_keyboard) (setter set_keyboard)
   *
   * The buttons below the text (TrueConf Server 5.5.6). Only drafts without a file can have buttons.
   *
   * If it is `NULL`, an edited message keeps its buttons. A keyboard without rows removes them.
   *
   * Since: 0.1
   */
  properties[TRUECONF_DRAFT_PROP_KEYBOARD] =
      g_param_spec_object ("keyboard", NULL, NULL, TRUECONF_TYPE_KEYBOARD, flags);

  /**
   * TrueconfDraft:file: (getter get_file) (setter set_file)
   *
   * The file to send.
   *
   * Since: 0.1
   */
  properties[TRUECONF_DRAFT_PROP_FILE] =
      g_param_spec_object ("file", NULL, NULL, TRUECONF_TYPE_INPUT_FILE, flags);

  /**
   * TrueconfDraft:preview: (getter get_preview) (setter set_preview)
   *
   * The preview picture of the file. If it is `NULL`, photos and stickers are their own preview.
   *
   * Since: 0.1
   */
  properties[TRUECONF_DRAFT_PROP_PREVIEW] =
      g_param_spec_object ("preview", NULL, NULL, TRUECONF_TYPE_INPUT_FILE, flags);

  /**
   * TrueconfDraft:kind: (getter get_kind) (setter set_kind)
   *
   * The kind of message that the draft becomes. Setting a file changes `TRUECONF_DRAFT_KIND_MESSAGE` to
   * `TRUECONF_DRAFT_KIND_DOCUMENT`.
   *
   * Since: 0.1
   */
  properties[TRUECONF_DRAFT_PROP_KIND] =
      g_param_spec_enum ("kind", NULL, NULL, TRUECONF_TYPE_DRAFT_KIND, TRUECONF_DRAFT_KIND_MESSAGE, flags);

  /**
   * TrueconfDraft:command-answer: (getter get_command_answer) (setter set_command_answer)
   *
   * The kind of answer to a pressed button that waits for one. If the draft has a text, the answer is always
   * `TRUECONF_COMMAND_ANSWER_MESSAGE`.
   *
   * Since: 0.1
   */
  properties[TRUECONF_DRAFT_PROP_COMMAND_ANSWER] = g_param_spec_enum (
      "command-answer", NULL, NULL, TRUECONF_TYPE_COMMAND_ANSWER, TRUECONF_COMMAND_ANSWER_COMPLETE, flags);

  /**
   * TrueconfDraft:command-status: (getter get_command_status) (setter set_command_status)
   *
   * The progress of the pressed button's command, for an answer with a text.
   *
   * Since: 0.1
   */
  properties[TRUECONF_DRAFT_PROP_COMMAND_STATUS] = g_param_spec_enum (
      "command-status", NULL, NULL, TRUECONF_TYPE_COMMAND_STATUS, TRUECONF_COMMAND_STATUS_OK, flags);

  /**
   * TrueconfDraft:command-visibility: (getter get_command_visibility) (setter set_command_visibility)
   *
   * How applications show the answer to a pressed button, for an answer with a text.
   *
   * Since: 0.1
   */
  properties[TRUECONF_DRAFT_PROP_COMMAND_VISIBILITY] =
      g_param_spec_enum ("command-visibility", NULL, NULL, TRUECONF_TYPE_COMMAND_VISIBILITY,
                         TRUECONF_COMMAND_VISIBILITY_DEFAULT, flags);

  /**
   * TrueconfDraft:command-level: (getter get_command_level) (setter set_command_level)
   *
   * The severity of the answer to a pressed button, for an answer with a text.
   *
   * Since: 0.1
   */
  properties[TRUECONF_DRAFT_PROP_COMMAND_LEVEL] = g_param_spec_enum (
      "command-level", NULL, NULL, TRUECONF_TYPE_COMMAND_LEVEL, TRUECONF_COMMAND_LEVEL_INFO, flags);

  /**
   * TrueconfDraft:formatted-text: (getter get_formatted_text) (setter set_formatted_text)
   *
   * The text with its formatting.
   *
   * Setting it sets [property@Draft:text] to HTML and [property@Draft:parse-mode] to `TRUECONF_PARSE_MODE_HTML`; it is read
   * from these two.
   *
   * Since: 0.1
   */
  properties[TRUECONF_DRAFT_PROP_FORMATTED_TEXT] =
      g_param_spec_object ("formatted-text", NULL, NULL, TRUECONF_TYPE_TEXT, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_draft_init (TrueconfDraft *self)
{
  self->kind = TRUECONF_DRAFT_KIND_MESSAGE;
  self->parse_mode = TRUECONF_PARSE_MODE_TEXT;
  self->command_answer = TRUECONF_COMMAND_ANSWER_COMPLETE;
  self->command_status = TRUECONF_COMMAND_STATUS_OK;
  self->command_visibility = TRUECONF_COMMAND_VISIBILITY_DEFAULT;
  self->command_level = TRUECONF_COMMAND_LEVEL_INFO;
}

/**
 * trueconf_draft_new_text:
 * @text: (nullable): the text, at most 4096 visible characters
 * @parse_mode: the markup of @text
 *
 * Creates a draft of a text message.
 *
 * Returns: (transfer full): a draft
 *
 * Since: 0.1
 */
TrueconfDraft *
trueconf_draft_new_text (const char *text, TrueconfParseMode parse_mode)
{
  g_return_val_if_fail (trueconf_is_enum (TRUECONF_TYPE_PARSE_MODE, parse_mode), NULL);

  return g_object_new (TRUECONF_TYPE_DRAFT, "text", text, "parse-mode", parse_mode, NULL);
}

/**
 * trueconf_draft_new_formatted:
 * @text: a text
 *
 * Creates a draft of a text message with formatting.
 *
 * Returns: (transfer full): a draft
 *
 * Since: 0.1
 */
TrueconfDraft *
trueconf_draft_new_formatted (TrueconfText *text)
{
  g_return_val_if_fail (TRUECONF_IS_TEXT (text), NULL);

  return g_object_new (TRUECONF_TYPE_DRAFT, "formatted-text", text, NULL);
}

/**
 * trueconf_draft_get_text: (get-property text)
 * @self: a draft
 *
 * Gets the text, or the caption of a file, at most 4096 visible characters.
 *
 * Returns: (transfer none) (nullable): the text
 *
 * Since: 0.1
 */
const char *
trueconf_draft_get_text (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), NULL);

  return self->text;
}

/**
 * trueconf_draft_set_text: (set-property text)
 * @self: a draft
 * @text: (nullable): the text
 *
 * Sets the text, or the caption of a file, at most 4096 visible characters.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_text (TrueconfDraft *self, const char *text)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));

  if (!trueconf_set_string (&self->text, text))
    return;

  g_clear_object (&self->formatted_text);
  trueconf_draft_notify (self, TRUECONF_DRAFT_PROP_TEXT);
  trueconf_draft_notify (self, TRUECONF_DRAFT_PROP_FORMATTED_TEXT);
}

/**
 * trueconf_draft_get_formatted_text: (get-property formatted-text)
 * @self: a draft
 *
 * Gets the text with its formatting, read from [property@Draft:text] by [property@Draft:parse-mode].
 *
 * Returns: (transfer none) (nullable): the text, or `NULL` if there is none
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_draft_get_formatted_text (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), NULL);

  if (self->formatted_text == NULL && self->text != NULL)
    self->formatted_text = trueconf_text_new_from_markup (self->text, self->parse_mode);

  return self->formatted_text;
}

/**
 * trueconf_draft_set_formatted_text: (set-property formatted-text)
 * @self: a draft
 * @text: (nullable): the text
 *
 * Sets [property@Draft:text] to the text as HTML, and [property@Draft:parse-mode] to `TRUECONF_PARSE_MODE_HTML`.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_formatted_text (TrueconfDraft *self, TrueconfText *text)
{
  g_autofree char *html = NULL;

  g_return_if_fail (TRUECONF_IS_DRAFT (self));
  g_return_if_fail (text == NULL || TRUECONF_IS_TEXT (text));

  html = text != NULL ? trueconf_text_to_html (text) : NULL;
  g_object_freeze_notify (G_OBJECT (self));
  trueconf_draft_set_text (self, html);
  if (text != NULL)
    trueconf_draft_set_parse_mode (self, TRUECONF_PARSE_MODE_HTML);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * trueconf_draft_get_parse_mode: (get-property parse-mode)
 * @self: a draft
 *
 * Gets the markup of the text.
 *
 * Returns: the markup
 *
 * Since: 0.1
 */
TrueconfParseMode
trueconf_draft_get_parse_mode (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), TRUECONF_PARSE_MODE_TEXT);

  return self->parse_mode;
}

/**
 * trueconf_draft_set_parse_mode: (set-property parse-mode)
 * @self: a draft
 * @parse_mode: the markup
 *
 * Sets the markup of the text.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_parse_mode (TrueconfDraft *self, TrueconfParseMode parse_mode)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_PARSE_MODE, parse_mode));

  if (self->parse_mode == parse_mode)
    return;

  self->parse_mode = parse_mode;
  g_clear_object (&self->formatted_text);
  trueconf_draft_notify (self, TRUECONF_DRAFT_PROP_PARSE_MODE);
  trueconf_draft_notify (self, TRUECONF_DRAFT_PROP_FORMATTED_TEXT);
}

/**
 * trueconf_draft_get_reply_message_id: (get-property reply-message-id)
 * @self: a draft
 *
 * Gets the id of the message to reply to.
 *
 * Returns: (transfer none) (nullable): the id of the message
 *
 * Since: 0.1
 */
const char *
trueconf_draft_get_reply_message_id (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), NULL);

  return self->reply_message_id;
}

/**
 * trueconf_draft_set_reply_message_id: (set-property reply-message-id)
 * @self: a draft
 * @reply_message_id: (nullable): the id of the message
 *
 * Sets the id of the message to reply to.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_reply_message_id (TrueconfDraft *self, const char *reply_message_id)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));

  set_string (self, &self->reply_message_id, reply_message_id, TRUECONF_DRAFT_PROP_REPLY_MESSAGE_ID);
}

/**
 * trueconf_draft_get_quote: (get-property quote)
 * @self: a draft
 *
 * Gets the passage of the message replied to that is quoted, as plain text.
 *
 * Returns: (transfer none) (nullable): the passage
 *
 * Since: 0.1
 */
const char *
trueconf_draft_get_quote (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), NULL);

  return self->quote;
}

/**
 * trueconf_draft_set_quote: (set-property quote)
 * @self: a draft
 * @quote: (nullable): the passage
 *
 * Sets the passage of the message replied to that is quoted, as plain text.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_quote (TrueconfDraft *self, const char *quote)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));

  set_string (self, &self->quote, quote, TRUECONF_DRAFT_PROP_QUOTE);
}

/**
 * trueconf_draft_get_keyboard: (get-property keyboard)
 * @self: a draft
 *
 * Gets the buttons below the text (TrueConf Server 5.5.6). Only drafts without a file can have buttons.
 *
 * Returns: (transfer none) (nullable): the buttons
 *
 * Since: 0.1
 */
TrueconfKeyboard *
trueconf_draft_get_keyboard (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), NULL);

  return self->keyboard;
}

/**
 * trueconf_draft_set_keyboard: (set-property keyboard)
 * @self: a draft
 * @keyboard: (nullable): the buttons
 *
 * Sets the buttons below the text (TrueConf Server 5.5.6). Only drafts without a file can have buttons.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_keyboard (TrueconfDraft *self, TrueconfKeyboard *keyboard)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));
  g_return_if_fail (keyboard == NULL || TRUECONF_IS_KEYBOARD (keyboard));

  if (g_set_object (&self->keyboard, keyboard))
    trueconf_draft_notify (self, TRUECONF_DRAFT_PROP_KEYBOARD);
}
