/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-button-private.h"
#include "trueconf-enum-private.h"
#include "trueconf-string-private.h"

/**
 * TrueconfButton:
 *
 * A button below a message (TrueConf Server 5.5.6).
 *
 * Buttons are arranged in rows by a [class@Keyboard]. The type of a button and what it sends or opens are set when
 * it is created. The other properties can be set until it is sent.
 *
 * The limits of the server are checked when the button is added to a keyboard, see [method@Keyboard.add_row].
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfButton, trueconf_button, G_TYPE_OBJECT)

static GParamSpec *properties[TRUECONF_BUTTON_PROP_WAIT_REPLY + 1];

/* A button that came from a server is sent back with all that the server sent, including what the library does not
 * know. This ends when a copy of it is changed. */
static void
changed (TrueconfButton *self, TrueconfButtonProperty property)
{
  g_clear_pointer (&self->raw, g_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_string (TrueconfButton *self, char **place, const char *value, TrueconfButtonProperty property)
{
  if (trueconf_set_string (place, value))
    changed (self, property);
}

static void
trueconf_button_finalize (GObject *object)
{
  TrueconfButton *self = TRUECONF_BUTTON (object);

  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->command, g_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->data, g_free);
  g_clear_pointer (&self->button_id, g_free);
  g_clear_pointer (&self->custom_data, g_free);
  g_clear_pointer (&self->to, g_free);
  g_clear_pointer (&self->raw, g_free);

  G_OBJECT_CLASS (trueconf_button_parent_class)->finalize (object);
}

static void
trueconf_button_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfButton *self = TRUECONF_BUTTON (object);

  switch ((TrueconfButtonProperty) prop_id)
    {
    case TRUECONF_BUTTON_PROP_BUTTON_TYPE:
      g_value_set_enum (value, trueconf_button_get_button_type (self));
      break;

    case TRUECONF_BUTTON_PROP_TEXT:
      g_value_set_string (value, trueconf_button_get_text (self));
      break;

    case TRUECONF_BUTTON_PROP_COMMAND:
      g_value_set_string (value, trueconf_button_get_command (self));
      break;

    case TRUECONF_BUTTON_PROP_URL:
      g_value_set_string (value, trueconf_button_get_url (self));
      break;

    case TRUECONF_BUTTON_PROP_MESSAGE:
      g_value_set_string (value, trueconf_button_get_message (self));
      break;

    case TRUECONF_BUTTON_PROP_DATA:
      g_value_set_string (value, trueconf_button_get_data (self));
      break;

    case TRUECONF_BUTTON_PROP_BUTTON_ID:
      g_value_set_string (value, trueconf_button_get_button_id (self));
      break;

    case TRUECONF_BUTTON_PROP_CUSTOM_DATA:
      g_value_set_string (value, trueconf_button_get_custom_data (self));
      break;

    case TRUECONF_BUTTON_PROP_TO:
      g_value_set_string (value, trueconf_button_get_to (self));
      break;

    case TRUECONF_BUTTON_PROP_STYLE:
      g_value_set_enum (value, trueconf_button_get_style (self));
      break;

    case TRUECONF_BUTTON_PROP_DRAFT:
      g_value_set_boolean (value, trueconf_button_get_draft (self));
      break;

    case TRUECONF_BUTTON_PROP_WAIT_REPLY:
      g_value_set_boolean (value, trueconf_button_get_wait_reply (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_button_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfButton *self = TRUECONF_BUTTON (object);

  switch ((TrueconfButtonProperty) prop_id)
    {
    case TRUECONF_BUTTON_PROP_TEXT:
      self->text = g_value_dup_string (value);
      break;

    case TRUECONF_BUTTON_PROP_COMMAND:
      self->command = g_value_dup_string (value);
      break;

    case TRUECONF_BUTTON_PROP_URL:
      self->url = g_value_dup_string (value);
      break;

    case TRUECONF_BUTTON_PROP_MESSAGE:
      self->message = g_value_dup_string (value);
      break;

    case TRUECONF_BUTTON_PROP_DATA:
      self->data = g_value_dup_string (value);
      break;

    case TRUECONF_BUTTON_PROP_BUTTON_ID:
      trueconf_button_set_button_id (self, g_value_get_string (value));
      break;

    case TRUECONF_BUTTON_PROP_CUSTOM_DATA:
      trueconf_button_set_custom_data (self, g_value_get_string (value));
      break;

    case TRUECONF_BUTTON_PROP_TO:
      trueconf_button_set_to (self, g_value_get_string (value));
      break;

    case TRUECONF_BUTTON_PROP_STYLE:
      trueconf_button_set_style (self, g_value_get_enum (value));
      break;

    case TRUECONF_BUTTON_PROP_DRAFT:
      trueconf_button_set_draft (self, g_value_get_boolean (value));
      break;

    case TRUECONF_BUTTON_PROP_WAIT_REPLY:
      trueconf_button_set_wait_reply (self, g_value_get_boolean (value));
      break;

    case TRUECONF_BUTTON_PROP_BUTTON_TYPE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_button_constructed (GObject *object)
{
  TrueconfButton *self = TRUECONF_BUTTON (object);

  G_OBJECT_CLASS (trueconf_button_parent_class)->constructed (object);

  if (self->command != NULL)
    self->button_type = TRUECONF_BUTTON_TYPE_COMMAND;
  else if (self->url != NULL)
    self->button_type = TRUECONF_BUTTON_TYPE_URL;
  else if (self->message != NULL)
    self->button_type = TRUECONF_BUTTON_TYPE_MESSAGE;
  else if (self->data != NULL)
    self->button_type = TRUECONF_BUTTON_TYPE_COPY;

  /* Applications show one line only. */
  if (self->text != NULL)
    g_strdelimit (self->text, "\r\n", ' ');
}

static void
trueconf_button_class_init (TrueconfButtonClass *klass)
{
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags later = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = trueconf_button_constructed;
  object_class->finalize = trueconf_button_finalize;
  object_class->get_property = trueconf_button_get_property;
  object_class->set_property = trueconf_button_set_property;

  /**
   * TrueconfButton:button-type: (getter get_button_type)
   *
   * What pressing the button does.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BUTTON_PROP_BUTTON_TYPE] =
      g_param_spec_enum ("button-type", NULL, NULL, TRUECONF_TYPE_BUTTON_TYPE, TRUECONF_BUTTON_TYPE_UNKNOWN,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfButton:text: (getter get_text)
   *
   * The label of the button, 1 to 32 characters.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BUTTON_PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, once);

  /**
   * TrueconfButton:command: (getter get_command)
   *
   * The command that the bot receives, 1 to 255 ASCII characters.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BUTTON_PROP_COMMAND] = g_param_spec_string ("command", NULL, NULL, NULL, once);

  /**
   * TrueconfButton:url: (getter get_url)
   *
   * The URL to open, 8 to 8095 ASCII characters, with the scheme `http`, `https`, `mailto` or `trueconf`.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BUTTON_PROP_URL] = g_param_spec_string ("url", NULL, NULL, NULL, once);

  /**
   * TrueconfButton:message: (getter get_message)
   *
   * The text that is sent as the user who pressed the button.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BUTTON_PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, once);

  /**
   * TrueconfButton:data: (getter get_data)
   *
   * The text that is copied to the clipboard, 1 to 4095 characters.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BUTTON_PROP_DATA] = g_param_spec_string ("data", NULL, NULL, NULL, once);

  /**
   * TrueconfButton:button-id: (getter get_button_id) (setter set_button_id)
   *
   * The id of the button, which comes back as [property@CallbackQuery:button-id].
   *
   * Since: 0.1
   */
  properties[TRUECONF_BUTTON_PROP_BUTTON_ID] = g_param_spec_string ("button-id", NULL, NULL, NULL, later);

  /**
   * TrueconfButton:custom-data: (getter get_custom_data) (setter set_custom_data)
   *
   * The data of a command, 1 to 4096 ASCII characters, which come back as [property@CallbackQuery:custom-data].
   *
   * Since: 0.1
   */
  properties[TRUECONF_BUTTON_PROP_CUSTOM_DATA] = g_param_spec_string ("custom-data", NULL, NULL, NULL, later);

  /**
   * TrueconfButton:to: (getter get_to) (setter set_to)
   *
   * The TrueConf ID of another bot that receives the command instead of this one. If it has no `@`, the bot is on
   * the same server.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BUTTON_PROP_TO] = g_param_spec_string ("to", NULL, NULL, NULL, later);

  /**
   * TrueconfButton:style: (getter get_style) (setter set_style)
   *
   * The appearance of the button.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BUTTON_PROP_STYLE] = g_param_spec_enum ("style", NULL, NULL, TRUECONF_TYPE_BUTTON_STYLE,
                                                              TRUECONF_BUTTON_STYLE_DEFAULT, later);

  /**
   * TrueconfButton:draft: (getter get_draft) (setter set_draft)
   *
   * Whether the text of a message button is put into the input field instead of being sent.
   *
   * Since: 0.1
   */
  properties[TRUECONF_BUTTON_PROP_DRAFT] = g_param_spec_boolean ("draft", NULL, NULL, FALSE, later);

  /**
   * TrueconfButton:wait-reply: (getter get_wait_reply) (setter set_wait_reply)
   *
   * Whether the application waits for an answer to the command, see [method@CallbackQuery.answer_async].
   *
   * Since: 0.1
   */
  properties[TRUECONF_BUTTON_PROP_WAIT_REPLY] = g_param_spec_boolean ("wait-reply", NULL, NULL, FALSE, later);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_button_init (TrueconfButton *self)
{
  self->button_type = TRUECONF_BUTTON_TYPE_UNKNOWN;
  self->style = TRUECONF_BUTTON_STYLE_DEFAULT;
}

/**
 * trueconf_button_new_command:
 * @text: the label, 1 to 32 characters
 * @command: the command that the bot receives, 1 to 255 ASCII characters
 *
 * Creates a button that sends a [class@CallbackQuery] to the bot when it is pressed (TrueConf Server 5.5.6).
 *
 * Returns: (transfer full): a button
 *
 * Since: 0.1
 */
TrueconfButton *
trueconf_button_new_command (const char *text, const char *command)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (command != NULL, NULL);

  return g_object_new (TRUECONF_TYPE_BUTTON, "text", text, "command", command, NULL);
}

/**
 * trueconf_button_new_url:
 * @text: (nullable): the label, 1 to 32 characters, or `NULL` for none
 * @url: the URL, 8 to 8095 ASCII characters, with the scheme `http`, `https`, `mailto` or `trueconf`
 *
 * Creates a button that opens a URL (TrueConf Server 5.5.6).
 *
 * Returns: (transfer full): a button
 *
 * Since: 0.1
 */
TrueconfButton *
trueconf_button_new_url (const char *text, const char *url)
{
  g_return_val_if_fail (url != NULL, NULL);

  return g_object_new (TRUECONF_TYPE_BUTTON, "text", text, "url", url, NULL);
}

/**
 * trueconf_button_new_message:
 * @text: the label, 1 to 32 characters
 * @message: the text
 *
 * Creates a button that sends a text as the user who pressed it (TrueConf Server 5.5.6).
 *
 * Returns: (transfer full): a button
 *
 * Since: 0.1
 */
TrueconfButton *
trueconf_button_new_message (const char *text, const char *message)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (message != NULL, NULL);

  return g_object_new (TRUECONF_TYPE_BUTTON, "text", text, "message", message, NULL);
}

/**
 * trueconf_button_new_copy:
 * @text: the label, 1 to 32 characters
 * @data: the text, 1 to 4095 characters
 *
 * Creates a button that copies a text to the clipboard (TrueConf Server 5.5.6).
 *
 * Returns: (transfer full): a button
 *
 * Since: 0.1
 */
TrueconfButton *
trueconf_button_new_copy (const char *text, const char *data)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (data != NULL, NULL);

  return g_object_new (TRUECONF_TYPE_BUTTON, "text", text, "data", data, NULL);
}

/* The copy can be changed, even if the button came with a message. */
TrueconfButton *
trueconf_button_copy (TrueconfButton *self)
{
  TrueconfButton *copy = g_object_new (TRUECONF_TYPE_BUTTON, NULL);

  copy->button_type = self->button_type;
  copy->text = g_strdup (self->text);
  copy->command = g_strdup (self->command);
  copy->url = g_strdup (self->url);
  copy->message = g_strdup (self->message);
  copy->data = g_strdup (self->data);
  copy->button_id = g_strdup (self->button_id);
  copy->custom_data = g_strdup (self->custom_data);
  copy->to = g_strdup (self->to);
  copy->style = self->style;
  copy->draft = self->draft;
  copy->wait_reply = self->wait_reply;
  copy->raw = g_strdup (self->raw);

  return copy;
}

/**
 * trueconf_button_get_button_type: (get-property button-type)
 * @self: a button
 *
 * Gets what pressing the button does.
 *
 * Returns: the type of button
 *
 * Since: 0.1
 */
TrueconfButtonType
trueconf_button_get_button_type (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), TRUECONF_BUTTON_TYPE_UNKNOWN);

  return self->button_type;
}

/**
 * trueconf_button_get_text: (get-property text)
 * @self: a button
 *
 * Gets the label of the button, 1 to 32 characters.
 *
 * Returns: (transfer none) (nullable): the label, 1 to 32 characters
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_text (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->text;
}

/**
 * trueconf_button_get_command: (get-property command)
 * @self: a button
 *
 * Gets the command that the bot receives, 1 to 255 ASCII characters.
 *
 * Returns: (transfer none) (nullable): the command
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_command (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->command;
}

/**
 * trueconf_button_get_url: (get-property url)
 * @self: a button
 *
 * Gets the URL to open, 8 to 8095 ASCII characters, with the scheme `http`, `https`, `mailto` or `trueconf`.
 *
 * Returns: (transfer none) (nullable): the URL
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_url (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->url;
}

/**
 * trueconf_button_get_message: (get-property message)
 * @self: a button
 *
 * Gets the text that is sent as the user who pressed the button.
 *
 * Returns: (transfer none) (nullable): the text
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_message (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->message;
}

/**
 * trueconf_button_get_data: (get-property data)
 * @self: a button
 *
 * Gets the text that is copied to the clipboard, 1 to 4095 characters.
 *
 * Returns: (transfer none) (nullable): the text
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_data (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->data;
}

/**
 * trueconf_button_get_button_id: (get-property button-id)
 * @self: a button
 *
 * Gets the id of the button, which comes back as [property@CallbackQuery:button-id].
 *
 * Returns: (transfer none) (nullable): the id
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_button_id (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->button_id;
}

/**
 * trueconf_button_set_button_id: (set-property button-id)
 * @self: a button
 * @button_id: (nullable): the id
 *
 * Sets the id of the button, which comes back as [property@CallbackQuery:button-id].
 *
 * Since: 0.1
 */
void
trueconf_button_set_button_id (TrueconfButton *self, const char *button_id)
{
  g_return_if_fail (TRUECONF_IS_BUTTON (self));
  g_return_if_fail (!self->received);

  set_string (self, &self->button_id, button_id, TRUECONF_BUTTON_PROP_BUTTON_ID);
}

/**
 * trueconf_button_get_custom_data: (get-property custom-data)
 * @self: a button
 *
 * Gets the data of a command, 1 to 4096 ASCII characters, which come back as [property@CallbackQuery:custom-data].
 *
 * Returns: (transfer none) (nullable): the data
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_custom_data (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->custom_data;
}

/**
 * trueconf_button_set_custom_data: (set-property custom-data)
 * @self: a button
 * @custom_data: (nullable): the data
 *
 * Sets the data of a command, 1 to 4096 ASCII characters, which come back as [property@CallbackQuery:custom-data].
 *
 * Since: 0.1
 */
void
trueconf_button_set_custom_data (TrueconfButton *self, const char *custom_data)
{
  g_return_if_fail (TRUECONF_IS_BUTTON (self));
  g_return_if_fail (!self->received);

  set_string (self, &self->custom_data, custom_data, TRUECONF_BUTTON_PROP_CUSTOM_DATA);
}

/**
 * trueconf_button_get_to: (get-property to)
 * @self: a button
 *
 * Gets the TrueConf ID of another bot that receives the command instead of this one. If it has no `@`, the bot is on
 * the same server.
 *
 * Returns: (transfer none) (nullable): the id
 *
 * Since: 0.1
 */
const char *
trueconf_button_get_to (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), NULL);

  return self->to;
}

/**
 * trueconf_button_set_to: (set-property to)
 * @self: a button
 * @to: (nullable): the id
 *
 * Sets the TrueConf ID of another bot that receives the command instead of this one. If it has no `@`, the bot is on
 * the same server.
 *
 * Since: 0.1
 */
void
trueconf_button_set_to (TrueconfButton *self, const char *to)
{
  g_return_if_fail (TRUECONF_IS_BUTTON (self));
  g_return_if_fail (!self->received);

  set_string (self, &self->to, to, TRUECONF_BUTTON_PROP_TO);
}

/**
 * trueconf_button_get_style: (get-property style)
 * @self: a button
 *
 * Gets the appearance of the button.
 *
 * Returns: the style
 *
 * Since: 0.1
 */
TrueconfButtonStyle
trueconf_button_get_style (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), TRUECONF_BUTTON_STYLE_DEFAULT);

  return self->style;
}

/**
 * trueconf_button_set_style: (set-property style)
 * @self: a button
 * @style: the style
 *
 * Sets the appearance of the button.
 *
 * Since: 0.1
 */
void
trueconf_button_set_style (TrueconfButton *self, TrueconfButtonStyle style)
{
  g_return_if_fail (TRUECONF_IS_BUTTON (self));
  g_return_if_fail (!self->received);
  g_return_if_fail (trueconf_is_enum (TRUECONF_TYPE_BUTTON_STYLE, style));

  if (self->style == style)
    return;

  self->style = style;
  changed (self, TRUECONF_BUTTON_PROP_STYLE);
}

/**
 * trueconf_button_get_draft: (get-property draft)
 * @self: a button
 *
 * Gets whether the text of a message button is put into the input field instead of being sent.
 *
 * Returns: whether it is put into the input field
 *
 * Since: 0.1
 */
gboolean
trueconf_button_get_draft (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), FALSE);

  return self->draft;
}

/**
 * trueconf_button_set_draft: (set-property draft)
 * @self: a button
 * @draft: whether it is put into the input field
 *
 * Sets whether the text of a message button is put into the input field instead of being sent.
 *
 * Since: 0.1
 */
void
trueconf_button_set_draft (TrueconfButton *self, gboolean draft)
{
  g_return_if_fail (TRUECONF_IS_BUTTON (self));
  g_return_if_fail (!self->received);

  if (!self->draft == !draft)
    return;

  self->draft = draft != FALSE;
  changed (self, TRUECONF_BUTTON_PROP_DRAFT);
}

/**
 * trueconf_button_get_wait_reply: (get-property wait-reply)
 * @self: a button
 *
 * Gets whether the application waits for an answer to the command, see [method@CallbackQuery.answer_async].
 *
 * Returns: whether it waits for an answer
 *
 * Since: 0.1
 */
gboolean
trueconf_button_get_wait_reply (TrueconfButton *self)
{
  g_return_val_if_fail (TRUECONF_IS_BUTTON (self), FALSE);

  return self->wait_reply;
}

/**
 * trueconf_button_set_wait_reply: (set-property wait-reply)
 * @self: a button
 * @wait_reply: whether it waits for an answer
 *
 * Sets whether the application waits for an answer to the command, see [method@CallbackQuery.answer_async].
 *
 * Since: 0.1
 */
void
trueconf_button_set_wait_reply (TrueconfButton *self, gboolean wait_reply)
{
  g_return_if_fail (TRUECONF_IS_BUTTON (self));
  g_return_if_fail (!self->received);

  if (!self->wait_reply == !wait_reply)
    return;

  self->wait_reply = wait_reply != FALSE;
  changed (self, TRUECONF_BUTTON_PROP_WAIT_REPLY);
}
