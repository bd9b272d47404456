/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "console-sign-in.h"

#include <glib/gi18n.h>

struct _ConsoleSignIn
{
  AdwWindow parent_instance;

  AdwEntryRow *server;
  AdwEntryRow *username;
  AdwPasswordEntryRow *password;
  AdwPasswordEntryRow *token;
  AdwEntryRow *port;
  GtkSwitch *encrypted;
  AdwActionRow *remember_row;
  GtkSwitch *remember;
  GtkWidget *problem_group;
  GtkLabel *problem;
  GtkButton *accept;
  GtkSpinner *spinner;

  ConsoleLogin *login;       /* that is tried */
  GCancellable *cancellable; /* while it is tried */
};

G_DEFINE_FINAL_TYPE (ConsoleSignIn, console_sign_in, ADW_TYPE_WINDOW)

static guint signed_in_signal;

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
update_cb (ConsoleSignIn *self)
{
  gboolean has_secret = get_text (self->token)[0] != '\0' ||
                        (get_text (self->username)[0] != '\0' && get_text (self->password)[0] != '\0');

  gtk_widget_set_sensitive (GTK_WIDGET (self->accept),
                            self->cancellable == NULL && has_secret && get_text (self->server)[0] != '\0');
  gtk_spinner_set_spinning (self->spinner, self->cancellable != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->cancellable != NULL);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConsoleSignIn) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean started = trueconf_bot_start_finish (TRUECONF_BOT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (started)
    {
      if (self->login->is_token)
        {
          g_free (self->login->user);
          self->login->user = g_strdup (trueconf_bot_get_user_id (TRUECONF_BOT (source)));
        }
      g_signal_emit (self, signed_in_signal, 0, self->login, source, gtk_switch_get_active (self->remember));
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  gtk_label_set_label (self->problem, error->message);
  gtk_widget_set_visible (self->problem_group, TRUE);
  update_cb (self);
}

static void
accept_cb (ConsoleSignIn *self)
{
  g_autoptr (TrueconfBot) bot = NULL;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->accept)))
    return;

  g_clear_pointer (&self->login, console_login_free);
  self->login = g_new0 (ConsoleLogin, 1);
  self->login->server = g_strdup (get_text (self->server));
  self->login->port = (guint) MIN (g_ascii_strtoull (get_text (self->port), NULL, 10), G_MAXUINT16);
  self->login->encrypted = gtk_switch_get_active (self->encrypted);
  self->login->user = g_strdup (get_text (self->username));
  self->login->is_token = get_text (self->token)[0] != '\0';
  self->login->secret = g_strdup (get_text (self->login->is_token ? self->token : self->password));
  bot = console_login_make_bot (self->login);

  gtk_widget_set_visible (self->problem_group, FALSE);
  self->cancellable = g_cancellable_new ();
  update_cb (self);
  trueconf_bot_start_async (bot, self->cancellable, started_cb, g_object_ref (self));
}

static void
console_sign_in_dispose (GObject *object)
{
  ConsoleSignIn *self = CONSOLE_SIGN_IN (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->login, console_login_free);

  G_OBJECT_CLASS (console_sign_in_parent_class)->dispose (object);
}

static gboolean
console_sign_in_close_request (GtkWindow *window)
{
  ConsoleSignIn *self = CONSOLE_SIGN_IN (window);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  return GTK_WINDOW_CLASS (console_sign_in_parent_class)->close_request (window);
}

static void
console_sign_in_class_init (ConsoleSignInClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = console_sign_in_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = console_sign_in_close_request;
  signed_in_signal = g_signal_new ("signed-in", CONSOLE_TYPE_SIGN_IN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 3, CONSOLE_TYPE_LOGIN, TRUECONF_TYPE_BOT, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/trueconf/BotConsole/console-sign-in.ui");
  gtk_widget_class_bind_template_child (widget_class, ConsoleSignIn, server);
  gtk_widget_class_bind_template_child (widget_class, ConsoleSignIn, username);
  gtk_widget_class_bind_template_child (widget_class, ConsoleSignIn, password);
  gtk_widget_class_bind_template_child (widget_class, ConsoleSignIn, token);
  gtk_widget_class_bind_template_child (widget_class, ConsoleSignIn, port);
  gtk_widget_class_bind_template_child (widget_class, ConsoleSignIn, encrypted);
  gtk_widget_class_bind_template_child (widget_class, ConsoleSignIn, remember_row);
  gtk_widget_class_bind_template_child (widget_class, ConsoleSignIn, remember);
  gtk_widget_class_bind_template_child (widget_class, ConsoleSignIn, problem_group);
  gtk_widget_class_bind_template_child (widget_class, ConsoleSignIn, problem);
  gtk_widget_class_bind_template_child (widget_class, ConsoleSignIn, accept);
  gtk_widget_class_bind_template_child (widget_class, ConsoleSignIn, spinner);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
}

static void
console_sign_in_init (ConsoleSignIn *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_cb (self);
}

ConsoleSignIn *
console_sign_in_new (GtkWindow *parent, gboolean has_keyring)
{
  ConsoleSignIn *self = g_object_new (CONSOLE_TYPE_SIGN_IN, "transient-for", parent, NULL);

  gtk_widget_set_sensitive (GTK_WIDGET (self->remember_row), has_keyring);
  if (!has_keyring)
    adw_action_row_set_subtitle (self->remember_row, _ ("There is no keyring that is open"));

  return self;
}
