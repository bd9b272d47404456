/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-draft-private.h"
#include "model/trueconf-sending-private.h"

/**
 * TrueconfDraft:
 *
 * A message that has not been sent yet, with everything that the server lets a message carry.
 *
 * [method@Bot.send_draft_async] sends it, [method@Bot.edit_draft_async] puts it in the place of another message. Whatever it
 * holds at that moment is sent: it can be changed afterwards and sent again.
 *
 * ```c
 * g_autoptr (TrueconfDraft) draft = trueconf_draft_new ("Which one?", TRUECONF_PARSE_MODE_TEXT);
 *
 * trueconf_draft_set_keyboard (draft, keyboard);
 * trueconf_bot_send_draft_async (bot, chat_id, draft, NULL, NULL, NULL, NULL, on_sent, NULL);
 * ```
 *
 * Since: 0.1
 */

struct _TrueconfDraft
{
  GObject parent_instance;

  char *text;
  TrueconfParseMode parse_mode;
  char *reply_message_id;
  char *quote;
  TrueconfKeyboard *keyboard;
  TrueconfInputFile *file;
  TrueconfInputFile *preview;
  TrueconfDraftKind kind;
};

G_DEFINE_FINAL_TYPE (TrueconfDraft, trueconf_draft, G_TYPE_OBJECT)

typedef enum
{
  PROP_TEXT = 1,
  PROP_PARSE_MODE,
  PROP_REPLY_MESSAGE_ID,
  PROP_QUOTE,
  PROP_KEYBOARD,
  PROP_FILE,
  PROP_PREVIEW,
  PROP_KIND,
} TrueconfDraftProperty;

static GParamSpec *properties[PROP_KIND + 1];

static void
trueconf_draft_finalize (GObject *object)
{
  TrueconfDraft *self = TRUECONF_DRAFT (object);

  g_clear_pointer (&self->text, g_free);
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
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    case PROP_PARSE_MODE:
      g_value_set_enum (value, self->parse_mode);
      break;

    case PROP_REPLY_MESSAGE_ID:
      g_value_set_string (value, self->reply_message_id);
      break;

    case PROP_QUOTE:
      g_value_set_string (value, self->quote);
      break;

    case PROP_KEYBOARD:
      g_value_set_object (value, self->keyboard);
      break;

    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;

    case PROP_PREVIEW:
      g_value_set_object (value, self->preview);
      break;

    case PROP_KIND:
      g_value_set_enum (value, self->kind);
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
    case PROP_TEXT:
      trueconf_draft_set_text (self, g_value_get_string (value));
      break;

    case PROP_PARSE_MODE:
      trueconf_draft_set_parse_mode (self, g_value_get_enum (value));
      break;

    case PROP_REPLY_MESSAGE_ID:
      trueconf_draft_set_reply_message_id (self, g_value_get_string (value));
      break;

    case PROP_QUOTE:
      trueconf_draft_set_quote (self, g_value_get_string (value));
      break;

    case PROP_KEYBOARD:
      trueconf_draft_set_keyboard (self, g_value_get_object (value));
      break;

    case PROP_FILE:
      trueconf_draft_set_file (self, g_value_get_object (value));
      break;

    case PROP_PREVIEW:
      trueconf_draft_set_preview (self, g_value_get_object (value));
      break;

    case PROP_KIND:
      trueconf_draft_set_kind (self, g_value_get_enum (value));
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
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);

  /**
   * TrueconfDraft:parse-mode: (getter get_parse_mode) (setter set_parse_mode)
   *
   * How the text is to be read.
   *
   * Since: 0.1
   */
  properties[PROP_PARSE_MODE] =
      g_param_spec_enum ("parse-mode", NULL, NULL, TRUECONF_TYPE_PARSE_MODE, TRUECONF_PARSE_MODE_TEXT, flags);

  /**
   * TrueconfDraft:reply-message-id: (getter get_reply_message_id) (setter set_reply_message_id)
   *
   * The message to reply to.
   *
   * Since: 0.1
   */
  properties[PROP_REPLY_MESSAGE_ID] = g_param_spec_string ("reply-message-id", NULL, NULL, NULL, flags);

  /**
   * TrueconfDraft:quote: (getter get_quote) (setter set_quote)
   *
   * The passage of that message to be quoted, as plain text.
   *
   * Since: 0.1
   */
  properties[PROP_QUOTE] = g_param_spec_string ("quote", NULL, NULL, NULL, flags);

  /**
   * TrueconfDraft:keyboard: (getter get_keyboard) (setter set_keyboard)
   *
   * The buttons below the text (TrueConf Server 5.5.6); a message alone can have some.
   *
   * Since: 0.1
   */
  properties[PROP_KEYBOARD] = g_param_spec_object ("keyboard", NULL, NULL, TRUECONF_TYPE_KEYBOARD, flags);

  /**
   * TrueconfDraft:file: (getter get_file) (setter set_file)
   *
   * The file to send.
   *
   * Since: 0.1
   */
  properties[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, TRUECONF_TYPE_INPUT_FILE, flags);

  /**
   * TrueconfDraft:preview: (getter get_preview) (setter set_preview)
   *
   * A small picture of the file; `NULL`: a photo and a sticker are their own.
   *
   * Since: 0.1
   */
  properties[PROP_PREVIEW] = g_param_spec_object ("preview", NULL, NULL, TRUECONF_TYPE_INPUT_FILE, flags);

  /**
   * TrueconfDraft:kind: (getter get_kind) (setter set_kind)
   *
   * What the draft becomes; a file that is set makes a document of what was a message.
   *
   * Since: 0.1
   */
  properties[PROP_KIND] =
      g_param_spec_enum ("kind", NULL, NULL, TRUECONF_TYPE_DRAFT_KIND, TRUECONF_DRAFT_KIND_MESSAGE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_draft_init (TrueconfDraft *self)
{
}

/**
 * trueconf_draft_new:
 * @text: (nullable): the text, or the caption of a file that is set later
 * @parse_mode: how @text is to be read
 *
 * Makes a draft.
 *
 * Returns: (transfer full): a draft
 *
 * Since: 0.1
 */
TrueconfDraft *
trueconf_draft_new (const char *text, TrueconfParseMode parse_mode)
{
  return g_object_new (TRUECONF_TYPE_DRAFT, "text", text, "parse-mode", parse_mode, NULL);
}

TrueconfDraft *
trueconf_draft_copy (TrueconfDraft *self)
{
  return g_object_new (TRUECONF_TYPE_DRAFT, "text", self->text, "parse-mode", self->parse_mode,
                       "reply-message-id", self->reply_message_id, "quote", self->quote, "keyboard",
                       self->keyboard, "file", self->file, "preview", self->preview, "kind", self->kind,
                       NULL);
}

TrueconfDraft *
trueconf_draft_new_for_file (TrueconfDraftKind kind,
                             TrueconfInputFile *file,
                             const char *caption,
                             TrueconfParseMode parse_mode)
{
  return g_object_new (TRUECONF_TYPE_DRAFT, "kind", kind, "file", file, "text", caption, "parse-mode",
                       parse_mode, NULL);
}

void
trueconf_sending_init_from_draft (TrueconfSending *self, TrueconfDraft *draft)
{
  *self = (TrueconfSending){
    .kind = (TrueconfSendingKind) draft->kind,
    .text = draft->text,
    .parse_mode = draft->parse_mode,
    .reply_message_id = draft->reply_message_id,
    .quote = draft->quote,
    .keyboard = draft->keyboard,
    .file = draft->file,
    .preview = draft->preview,
  };
}

static void
set_string (TrueconfDraft *self, char **place, const char *value, TrueconfDraftProperty property)
{
  if (g_strcmp0 (*place, value) == 0)
    return;

  g_free (*place);
  *place = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/**
 * trueconf_draft_get_text: (get-property text)
 * @self: a draft
 *
 * Gets the text, or the caption of a file, at most 4096 visible characters.
 *
 * Returns: (transfer none) (nullable): the value
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
 * @text: (nullable): the value
 *
 * Sets the text, or the caption of a file, at most 4096 visible characters.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_text (TrueconfDraft *self, const char *text)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));

  set_string (self, &self->text, text, PROP_TEXT);
}

/**
 * trueconf_draft_get_parse_mode: (get-property parse-mode)
 * @self: a draft
 *
 * Gets how the text is to be read.
 *
 * Returns: the value
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
 * @parse_mode: the value
 *
 * Sets how the text is to be read.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_parse_mode (TrueconfDraft *self, TrueconfParseMode parse_mode)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));

  if (self->parse_mode == parse_mode)
    return;

  self->parse_mode = parse_mode;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PARSE_MODE]);
}

/**
 * trueconf_draft_get_reply_message_id: (get-property reply-message-id)
 * @self: a draft
 *
 * Gets the message to reply to.
 *
 * Returns: (transfer none) (nullable): the value
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
 * @reply_message_id: (nullable): the value
 *
 * Sets the message to reply to.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_reply_message_id (TrueconfDraft *self, const char *reply_message_id)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));

  set_string (self, &self->reply_message_id, reply_message_id, PROP_REPLY_MESSAGE_ID);
}

/**
 * trueconf_draft_get_quote: (get-property quote)
 * @self: a draft
 *
 * Gets the passage of that message to be quoted, as plain text.
 *
 * Returns: (transfer none) (nullable): the value
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
 * @quote: (nullable): the value
 *
 * Sets the passage of that message to be quoted, as plain text.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_quote (TrueconfDraft *self, const char *quote)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));

  set_string (self, &self->quote, quote, PROP_QUOTE);
}

/**
 * trueconf_draft_get_keyboard: (get-property keyboard)
 * @self: a draft
 *
 * Gets the buttons below the text (TrueConf Server 5.5.6); a message alone can have some.
 *
 * Returns: (transfer none) (nullable): the value
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
 * @keyboard: (nullable): the value
 *
 * Sets the buttons below the text (TrueConf Server 5.5.6); a message alone can have some.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_keyboard (TrueconfDraft *self, TrueconfKeyboard *keyboard)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));
  g_return_if_fail (keyboard == NULL || TRUECONF_IS_KEYBOARD (keyboard));

  if (g_set_object (&self->keyboard, keyboard))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEYBOARD]);
}

/**
 * trueconf_draft_get_file: (get-property file)
 * @self: a draft
 *
 * Gets the file to send.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfInputFile *
trueconf_draft_get_file (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), NULL);

  return self->file;
}

/**
 * trueconf_draft_set_file: (set-property file)
 * @self: a draft
 * @file: (nullable): the value
 *
 * Sets the file to send.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_file (TrueconfDraft *self, TrueconfInputFile *file)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));
  g_return_if_fail (file == NULL || TRUECONF_IS_INPUT_FILE (file));

  if (!g_set_object (&self->file, file))
    return;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE]);
  if (file == NULL)
    trueconf_draft_set_kind (self, TRUECONF_DRAFT_KIND_MESSAGE);
  else if (self->kind == TRUECONF_DRAFT_KIND_MESSAGE)
    trueconf_draft_set_kind (self, TRUECONF_DRAFT_KIND_DOCUMENT);
}

/**
 * trueconf_draft_get_preview: (get-property preview)
 * @self: a draft
 *
 * Gets a small picture of the file; `NULL`: a photo and a sticker are their own.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
TrueconfInputFile *
trueconf_draft_get_preview (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), NULL);

  return self->preview;
}

/**
 * trueconf_draft_set_preview: (set-property preview)
 * @self: a draft
 * @preview: (nullable): the value
 *
 * Sets a small picture of the file; `NULL`: a photo and a sticker are their own.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_preview (TrueconfDraft *self, TrueconfInputFile *preview)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));
  g_return_if_fail (preview == NULL || TRUECONF_IS_INPUT_FILE (preview));

  if (g_set_object (&self->preview, preview))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREVIEW]);
}

/**
 * trueconf_draft_get_kind: (get-property kind)
 * @self: a draft
 *
 * Gets what the draft becomes; a file that is set makes a document of what was a message.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfDraftKind
trueconf_draft_get_kind (TrueconfDraft *self)
{
  g_return_val_if_fail (TRUECONF_IS_DRAFT (self), TRUECONF_DRAFT_KIND_MESSAGE);

  return self->kind;
}

/**
 * trueconf_draft_set_kind: (set-property kind)
 * @self: a draft
 * @kind: the value
 *
 * Sets what the draft becomes; a file that is set makes a document of what was a message.
 *
 * Since: 0.1
 */
void
trueconf_draft_set_kind (TrueconfDraft *self, TrueconfDraftKind kind)
{
  g_return_if_fail (TRUECONF_IS_DRAFT (self));

  if (self->kind == kind)
    return;

  self->kind = kind;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}
