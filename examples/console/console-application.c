/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "console-application.h"

#include <glib/gi18n.h>

#include "console-account.h"
#include "console-keyring.h"
#include "console-sign-in.h"
#include "console-window.h"

struct _ConsoleApplication
{
  AdwApplication parent_instance;

  GListStore *accounts;
  ConsoleWindow *window; /* NULL before it is opened, and when it was closed while bots still say good-bye */
  GCancellable *loading; /* the keyring, for this window */
  gboolean has_keyring;
};

G_DEFINE_FINAL_TYPE (ConsoleApplication, console_application, ADW_TYPE_APPLICATION)

static ConsoleAccount *
find_account (ConsoleApplication *self, TrueconfBot *bot, guint *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (ConsoleAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (console_account_get_bot (account) != bot)
        continue;
      if (position != NULL)
        *position = i;
      return account; /* the list keeps it */
    }

  return NULL;
}

static void
message_cb (TrueconfBot *bot, TrueconfMessage *message, gpointer user_data)
{
  ConsoleApplication *self = user_data;
  ConsoleAccount *account = find_account (self, bot, NULL);
  const char *chat_id = trueconf_message_get_chat_id (message);
  const char *text = trueconf_message_get_plain_text (message);
  TrueconfChatItem *item;
  g_autoptr (GNotification) notification = NULL;

  if (account == NULL || chat_id == NULL || self->window == NULL ||
      console_window_shows_chat (self->window, account, chat_id))
    return;

  item = trueconf_chat_list_find_chat (console_account_get_chats (account), chat_id);
  notification = g_notification_new (
      item != NULL ? trueconf_live_item_get_display_name (TRUECONF_LIVE_ITEM (item)) : _ ("New message"));
  g_notification_set_body (notification, text != NULL ? text : _ ("A message without a text"));
  g_notification_set_default_action_and_target (notification, "app.show-chat", "(ss)",
                                                console_account_get_name (account), chat_id);
  g_application_send_notification (G_APPLICATION (self), chat_id, notification);
}

static void
say (ConsoleApplication *self, const char *text)
{
  if (self->window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.say", "s", text);
}

static ConsoleAccount *
add_account (ConsoleApplication *self, const ConsoleLogin *login, TrueconfBot *bot)
{
  ConsoleAccount *account = console_account_new (login, bot);

  g_signal_connect_object (bot, "message", G_CALLBACK (message_cb), self, 0);
  g_list_store_append (self->accounts, account);

  return account;
}

/* ---- the keyring */

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConsoleApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (console_keyring_store_finish (result, &error))
    return;

  /* Translators: the reason, without a full stop */
  text = g_strdup_printf (_ ("The account is not kept in the keyring: %s"), error->message);
  say (self, text);
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConsoleApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (console_keyring_forget_finish (result, &error))
    return;

  /* Translators: the reason, without a full stop */
  text = g_strdup_printf (_ ("The account is still in the keyring: %s"), error->message);
  say (self, text);
}

/* What has gone wrong is the status of the account. */
static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  trueconf_bot_start_finish (TRUECONF_BOT (source), result, NULL);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConsoleApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) logins = console_keyring_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->has_keyring = error == NULL;
  if (error != NULL)
    g_debug ("There is no keyring: %s", error->message);
  if (self->window == NULL)
    return;

  for (guint i = 0; logins != NULL && i < logins->len; i++)
    {
      const ConsoleLogin *login = logins->pdata[i];
      g_autoptr (TrueconfBot) bot = console_login_make_bot (login);
      g_autoptr (ConsoleAccount) account = add_account (self, login, bot);

      /* the console may have started before the network */
      trueconf_bot_set_ws_max_retries (bot, -1);
      trueconf_bot_start_async (console_account_get_bot (account), NULL, started_cb, NULL);
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) == 0)
    g_action_group_activate_action (G_ACTION_GROUP (self), "add-account", NULL);
}

/* ---- accounts */

static void
signed_in_cb (ConsoleSignIn *dialog,
              const ConsoleLogin *login,
              TrueconfBot *bot,
              gboolean remember,
              ConsoleApplication *self)
{
  g_autoptr (ConsoleAccount) account = NULL;

  if (self->window == NULL)
    return;

  account = add_account (self, login, bot);
  console_window_show_account (self->window, account);
  if (remember)
    console_keyring_store_async (login, NULL, stored_cb, g_object_ref (self));
}

/* Actions come from the bus as well, at any time: those that need a window open it. */
static gboolean
has_window (ConsoleApplication *self)
{
  if (self->window != NULL)
    return TRUE;

  g_application_activate (G_APPLICATION (self));
  return FALSE;
}

static void
add_account_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ConsoleApplication *self = user_data;
  ConsoleSignIn *dialog;

  if (!has_window (self))
    return;

  dialog = console_sign_in_new (GTK_WINDOW (self->window), self->has_keyring);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  g_signal_connect_object (dialog, "signed-in", G_CALLBACK (signed_in_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The application stays until the bot has said good-bye. */
static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) application = user_data;
  g_autoptr (TrueconfBot) bot = TRUECONF_BOT (source);

  trueconf_bot_stop_finish (bot, result, NULL);
  g_application_release (application);
}

static void
stop (ConsoleApplication *self, ConsoleAccount *account)
{
  TrueconfBot *bot = console_account_get_bot (account);

  g_application_hold (G_APPLICATION (self));
  trueconf_bot_stop_async (g_object_ref (bot), NULL, stopped_cb, g_object_ref (self));
}

static void
remove_account_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ConsoleApplication *self = user_data;
  ConsoleAccount *account = self->window != NULL ? console_window_get_account (self->window) : NULL;
  guint position;

  if (account == NULL || find_account (self, console_account_get_bot (account), &position) == NULL)
    return;

  if (self->has_keyring)
    console_keyring_forget_async (console_account_get_login (account), NULL, forgotten_cb,
                                  g_object_ref (self));
  stop (self, account);
  g_list_store_remove (self->accounts, position);
}

static void
show_chat_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ConsoleApplication *self = user_data;
  const char *name;
  const char *chat_id;

  if (!has_window (self))
    return;

  g_variant_get (parameter, "(&s&s)", &name, &chat_id);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (ConsoleAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (g_str_equal (console_account_get_name (account), name))
        console_window_show_chat (self->window, account, chat_id);
    }
  gtk_window_present (GTK_WINDOW (self->window));
}

/* A help overlay of GtkApplicationWindow would be among the windows before it is shown. GTK has no object path then, and
 * crashes when a screen reader asks for a window that has just been closed (gtkatspiroot.c, up to 4.18 at least). */
static void
shortcuts_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ConsoleApplication *self = user_data;
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWindow *window;

  if (!has_window (self))
    return;

  builder = gtk_builder_new_from_resource ("/com/trueconf/BotConsole/console-shortcuts.ui");
  window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
  gtk_window_set_transient_for (window, GTK_WINDOW (self->window));
  gtk_window_present (window);
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ConsoleApplication *self = user_data;

  if (!has_window (self))
    return;

  adw_show_about_window (GTK_WINDOW (self->window), "application-name", _ ("Bot Console"), "application-icon",
                         "com.trueconf.BotConsole", "developer-name", _ ("The libtrueconf-bot developers"),
                         "version", TRUECONF_VERSION_S, "license-type", GTK_LICENSE_LGPL_2_1, NULL);
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ConsoleApplication *self = user_data;

  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window));
}

static const GActionEntry actions[] = {
  { .name = "add-account", .activate = add_account_action },
  { .name = "remove-account", .activate = remove_account_action },
  { .name = "show-chat", .activate = show_chat_action, .parameter_type = "(ss)" },
  { .name = "shortcuts", .activate = shortcuts_action },
  { .name = "about", .activate = about_action },
  { .name = "quit", .activate = quit_action },
};

static gboolean
close_request_cb (ConsoleApplication *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (ConsoleAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      stop (self, account);
    }
  self->window = NULL;
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  /* another window begins with what is in the keyring */
  g_list_store_remove_all (self->accounts);

  return FALSE;
}

static void
set_shortcut (ConsoleApplication *self, const char *action, const char *shortcut)
{
  const char *const shortcuts[] = { shortcut, NULL };

  gtk_application_set_accels_for_action (GTK_APPLICATION (self), action, shortcuts);
}

static void
console_application_startup (GApplication *application)
{
  ConsoleApplication *self = CONSOLE_APPLICATION (application);

  G_APPLICATION_CLASS (console_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  set_shortcut (self, "app.add-account", "<Control>n");
  set_shortcut (self, "app.quit", "<Control>q");
  set_shortcut (self, "app.shortcuts", "<Control>question");
}

static void
console_application_activate (GApplication *application)
{
  ConsoleApplication *self = CONSOLE_APPLICATION (application);

  if (self->window == NULL)
    {
      self->window = console_window_new (GTK_APPLICATION (self), G_LIST_MODEL (self->accounts));
      g_signal_connect_object (self->window, "close-request", G_CALLBACK (close_request_cb), self,
                               G_CONNECT_SWAPPED);
      self->loading = g_cancellable_new ();
      console_keyring_load_async (self->loading, loaded_cb, g_object_ref (self));
    }
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
console_application_finalize (GObject *object)
{
  ConsoleApplication *self = CONSOLE_APPLICATION (object);

  g_clear_object (&self->accounts);
  g_clear_object (&self->loading);

  G_OBJECT_CLASS (console_application_parent_class)->finalize (object);
}

static void
console_application_class_init (ConsoleApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = console_application_finalize;
  application_class->startup = console_application_startup;
  application_class->activate = console_application_activate;
}

static void
console_application_init (ConsoleApplication *self)
{
  self->accounts = g_list_store_new (CONSOLE_TYPE_ACCOUNT);
}

ConsoleApplication *
console_application_new (void)
{
  return g_object_new (CONSOLE_TYPE_APPLICATION, "application-id", "com.trueconf.BotConsole",
                       "resource-base-path", "/com/trueconf/BotConsole", NULL);
}
