/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "console-account.h"

#include <glib/gi18n.h>

struct _ConsoleAccount
{
  GObject parent_instance;

  ConsoleLogin *login;
  TrueconfBot *bot;
  TrueconfChatList *chats;
  char *name;
  char *status;
  gboolean offline;
};

G_DEFINE_FINAL_TYPE (ConsoleAccount, console_account, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_STATUS,
  PROP_OFFLINE,
  PROP_CHATS,
} ConsoleAccountProperty;

static GParamSpec *properties[PROP_CHATS + 1];

static char *
describe_status (TrueconfBot *bot)
{
  const GError *error = trueconf_bot_get_last_error (bot);

  if (trueconf_bot_get_authorized (bot))
    return g_strdup (_ ("Connected"));
  if (error != NULL)
    /* Translators: what has happened, without a full stop */
    return g_strdup_printf (_ ("Not connected. %s"), error->message);

  return g_strdup (_ ("Connecting…"));
}

static void
update (ConsoleAccount *self)
{
  const char *user = trueconf_bot_get_user_id (self->bot);
  g_autofree char *status = describe_status (self->bot);
  gboolean offline = !trueconf_bot_get_authorized (self->bot);

  if (user == NULL || user[0] == '\0')
    user = self->login->user;
  if (user == NULL || user[0] == '\0')
    user = self->login->server;
  if (g_strcmp0 (self->name, user) != 0)
    {
      g_free (self->name);
      self->name = g_strdup (user);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
    }
  if (g_strcmp0 (self->status, status) != 0)
    {
      g_free (self->status);
      self->status = g_steal_pointer (&status);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
    }
  if (self->offline != offline)
    {
      self->offline = offline;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OFFLINE]);
    }
}

static void
console_account_dispose (GObject *object)
{
  ConsoleAccount *self = CONSOLE_ACCOUNT (object);

  if (self->bot != NULL)
    g_signal_handlers_disconnect_by_data (self->bot, self);
  g_clear_object (&self->chats);
  g_clear_object (&self->bot);

  G_OBJECT_CLASS (console_account_parent_class)->dispose (object);
}

static void
console_account_finalize (GObject *object)
{
  ConsoleAccount *self = CONSOLE_ACCOUNT (object);

  console_login_free (self->login);
  g_free (self->name);
  g_free (self->status);

  G_OBJECT_CLASS (console_account_parent_class)->finalize (object);
}

static void
console_account_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ConsoleAccount *self = CONSOLE_ACCOUNT (object);

  switch ((ConsoleAccountProperty) prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;

    case PROP_OFFLINE:
      g_value_set_boolean (value, self->offline);
      break;

    case PROP_CHATS:
      g_value_set_object (value, self->chats);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
console_account_class_init (ConsoleAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = console_account_dispose;
  object_class->finalize = console_account_finalize;
  object_class->get_property = console_account_get_property;

  properties[PROP_NAME] = g_param_spec_string (
      "name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATUS] = g_param_spec_string (
      "status", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_OFFLINE] = g_param_spec_boolean (
      "offline", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHATS] =
      g_param_spec_object ("chats", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
console_account_init (ConsoleAccount *self)
{
}

ConsoleAccount *
console_account_new (const ConsoleLogin *login, TrueconfBot *bot)
{
  ConsoleAccount *self = g_object_new (CONSOLE_TYPE_ACCOUNT, NULL);

  self->login = console_login_copy (login);
  self->bot = g_object_ref (bot);
  self->chats = trueconf_chat_list_new (bot);
  g_signal_connect_swapped (bot, "notify::status", G_CALLBACK (update), self);
  g_signal_connect_swapped (bot, "notify::last-error", G_CALLBACK (update), self);
  g_signal_connect_swapped (bot, "notify::user-id", G_CALLBACK (update), self);
  update (self);

  return self;
}

const ConsoleLogin *
console_account_get_login (ConsoleAccount *self)
{
  return self->login;
}

TrueconfBot *
console_account_get_bot (ConsoleAccount *self)
{
  return self->bot;
}

TrueconfChatList *
console_account_get_chats (ConsoleAccount *self)
{
  return self->chats;
}

const char *
console_account_get_name (ConsoleAccount *self)
{
  return self->name;
}
