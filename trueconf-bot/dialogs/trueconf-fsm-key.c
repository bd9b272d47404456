/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "dialogs/trueconf-fsm-key.h"
#include "trueconf-hash-private.h"

/**
 * TrueconfFsmKey:
 *
 * Says whose dialog it is: the name under which a storage keeps it.
 *
 * Keys never change, so they may be used in any thread.
 *
 * Since: 0.1
 */
struct _TrueconfFsmKey
{
  GObject parent_instance;

  char *bot_id;
  char *chat_id;
  char *user_id;
  char *destiny;
  char *text; /* made on demand */
};

G_DEFINE_FINAL_TYPE (TrueconfFsmKey, trueconf_fsm_key, G_TYPE_OBJECT)

typedef enum
{
  PROP_BOT_ID = 1,
  PROP_CHAT_ID,
  PROP_USER_ID,
  PROP_DESTINY,
} TrueconfFsmKeyProperty;

static GParamSpec *properties[PROP_DESTINY + 1];

static void
trueconf_fsm_key_finalize (GObject *object)
{
  TrueconfFsmKey *self = TRUECONF_FSM_KEY (object);

  g_clear_pointer (&self->bot_id, g_free);
  g_clear_pointer (&self->chat_id, g_free);
  g_clear_pointer (&self->user_id, g_free);
  g_clear_pointer (&self->destiny, g_free);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (trueconf_fsm_key_parent_class)->finalize (object);
}

static void
trueconf_fsm_key_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfFsmKey *self = TRUECONF_FSM_KEY (object);

  switch ((TrueconfFsmKeyProperty) prop_id)
    {
    case PROP_BOT_ID:
      g_value_set_string (value, self->bot_id);
      break;

    case PROP_CHAT_ID:
      g_value_set_string (value, self->chat_id);
      break;

    case PROP_USER_ID:
      g_value_set_string (value, self->user_id);
      break;

    case PROP_DESTINY:
      g_value_set_string (value, self->destiny);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_fsm_key_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfFsmKey *self = TRUECONF_FSM_KEY (object);

  switch ((TrueconfFsmKeyProperty) prop_id)
    {
    case PROP_BOT_ID:
      self->bot_id = g_strdup (g_value_get_string (value) != NULL ? g_value_get_string (value) : "");
      break;

    case PROP_CHAT_ID:
      self->chat_id = g_strdup (g_value_get_string (value) != NULL ? g_value_get_string (value) : "");
      break;

    case PROP_USER_ID:
      self->user_id = g_strdup (g_value_get_string (value) != NULL ? g_value_get_string (value) : "");
      break;

    case PROP_DESTINY:
      self->destiny = g_strdup (g_value_get_string (value) != NULL ? g_value_get_string (value) : "");
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_fsm_key_class_init (TrueconfFsmKeyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_fsm_key_finalize;
  object_class->get_property = trueconf_fsm_key_get_property;
  object_class->set_property = trueconf_fsm_key_set_property;

  /**
   * TrueconfFsmKey:bot-id: (getter get_bot_id)
   *
   * The id of the bot.
   *
   * Since: 0.1
   */
  properties[PROP_BOT_ID] = g_param_spec_string (
      "bot-id", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfFsmKey:chat-id: (getter get_chat_id)
   *
   * The id of the chat, or that of the user if the dialog is the same in all chats.
   *
   * Since: 0.1
   */
  properties[PROP_CHAT_ID] = g_param_spec_string (
      "chat-id", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfFsmKey:user-id: (getter get_user_id)
   *
   * The id of the user, or that of the chat if the dialog is the same for all its participants.
   *
   * Since: 0.1
   */
  properties[PROP_USER_ID] = g_param_spec_string (
      "user-id", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfFsmKey:destiny: (getter get_destiny)
   *
   * What the dialog is for; dialogs of different destinies do not know each other.
   *
   * Since: 0.1
   */
  properties[PROP_DESTINY] = g_param_spec_string (
      "destiny", NULL, NULL, "default", G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_fsm_key_init (TrueconfFsmKey *self)
{
}

/**
 * trueconf_fsm_key_new:
 * @bot_id: the id of the bot
 * @chat_id: the id of the chat, or that of the user if the dialog is the same in all chats
 * @user_id: the id of the user, or that of the chat if the dialog is the same for all its participants
 * @destiny: (nullable): what the dialog is for, or `NULL` for `default`
 *
 * Creates a key.
 *
 * Returns: (transfer full): a key
 *
 * Since: 0.1
 */
TrueconfFsmKey *
trueconf_fsm_key_new (const char *bot_id, const char *chat_id, const char *user_id, const char *destiny)
{
  g_return_val_if_fail (bot_id != NULL, NULL);
  g_return_val_if_fail (chat_id != NULL, NULL);
  g_return_val_if_fail (user_id != NULL, NULL);

  return g_object_new (TRUECONF_TYPE_FSM_KEY, "bot-id", bot_id, "chat-id", chat_id, "user-id", user_id,
                       "destiny", destiny != NULL ? destiny : "default", NULL);
}

/**
 * trueconf_fsm_key_get_bot_id: (get-property bot-id)
 * @self: a key
 *
 * Gets the id of the bot.
 *
 * Returns: (transfer none): the id
 *
 * Since: 0.1
 */
const char *
trueconf_fsm_key_get_bot_id (TrueconfFsmKey *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_KEY (self), NULL);

  return self->bot_id;
}

/**
 * trueconf_fsm_key_get_chat_id: (get-property chat-id)
 * @self: a key
 *
 * Gets the id of the chat, or that of the user if the dialog is the same in all chats.
 *
 * Returns: (transfer none): the id
 *
 * Since: 0.1
 */
const char *
trueconf_fsm_key_get_chat_id (TrueconfFsmKey *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_KEY (self), NULL);

  return self->chat_id;
}

/**
 * trueconf_fsm_key_get_user_id: (get-property user-id)
 * @self: a key
 *
 * Gets the id of the user, or that of the chat if the dialog is the same for all its participants.
 *
 * Returns: (transfer none): the id
 *
 * Since: 0.1
 */
const char *
trueconf_fsm_key_get_user_id (TrueconfFsmKey *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_KEY (self), NULL);

  return self->user_id;
}

/**
 * trueconf_fsm_key_get_destiny: (get-property destiny)
 * @self: a key
 *
 * Gets what the dialog is for; dialogs of different destinies do not know each other.
 *
 * Returns: (transfer none): the destiny, usually `default`
 *
 * Since: 0.1
 */
const char *
trueconf_fsm_key_get_destiny (TrueconfFsmKey *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_KEY (self), NULL);

  return self->destiny;
}

/**
 * trueconf_fsm_key_equal:
 * @self: a key
 * @other: another key
 *
 * Compares two keys.
 *
 * Returns: `TRUE` if they are the same
 *
 * Since: 0.1
 */
gboolean
trueconf_fsm_key_equal (TrueconfFsmKey *self, TrueconfFsmKey *other)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_KEY (self), FALSE);
  g_return_val_if_fail (TRUECONF_IS_FSM_KEY (other), FALSE);

  return strcmp (self->user_id, other->user_id) == 0 && strcmp (self->chat_id, other->chat_id) == 0 &&
         strcmp (self->bot_id, other->bot_id) == 0 && strcmp (self->destiny, other->destiny) == 0;
}

/**
 * trueconf_fsm_key_hash:
 * @self: a key
 *
 * Hashes a key, for a hash table.
 *
 * The number is another one in each run of a program, so that nobody can choose ids whose numbers are the same. It is
 * not for files.
 *
 * Returns: a number that is the same for keys that are the same
 *
 * Since: 0.1
 */
guint
trueconf_fsm_key_hash (TrueconfFsmKey *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_KEY (self), 0);

  return trueconf_hash_strings ((const char *[]){ self->bot_id, self->chat_id, self->user_id, self->destiny },
                                4);
}

static char *
make_text (TrueconfFsmKey *self)
{
  const char *parts[] = { self->bot_id, self->chat_id, self->user_id, self->destiny };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (i > 0)
        g_string_append_c (text, ':');
      for (const char *c = parts[i]; *c != '\0'; c++)
        {
          if (*c == ':' || *c == '\\')
            g_string_append_c (text, '\\');
          g_string_append_c (text, *c);
        }
    }

  return g_string_free (text, FALSE);
}

/**
 * trueconf_fsm_key_to_string:
 * @self: a key
 *
 * Gets the key as one text, for storages that have one name for each dialog.
 *
 * The four parts stand in order, with colons in between; a backslash stands before a colon or backslash in a part. Texts
 * are the same only if the keys are.
 *
 * Returns: (transfer none): the text
 *
 * Since: 0.1
 */
const char *
trueconf_fsm_key_to_string (TrueconfFsmKey *self)
{
  g_return_val_if_fail (TRUECONF_IS_FSM_KEY (self), NULL);

  if (g_once_init_enter (&self->text))
    g_once_init_leave (&self->text, make_text (self));

  return self->text;
}
