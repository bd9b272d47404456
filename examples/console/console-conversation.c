/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "console-conversation.h"

#include <glib/gi18n.h>

#include "console-message-row.h"
#include "console-sending.h"
#include "console-upload.h"

struct _ConsoleConversation
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkListView *transcript_view;
  GtkNoSelection *messages;
  ConsoleUpload *upload;
  GtkRevealer *quoting;
  GtkLabel *quoting_label;
  GtkTextView *composer;
  GtkTextBuffer *draft;

  TrueconfTranscript *transcript; /* of the chat that is open, or NULL */
  char *reply_id;
  guint scroll_source;
};

G_DEFINE_FINAL_TYPE (ConsoleConversation, console_conversation, ADW_TYPE_BIN)

static void
say (ConsoleConversation *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", text);
}

static void
say_error (ConsoleConversation *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, error->message);
}

static TrueconfBot *
get_bot (ConsoleConversation *self)
{
  return self->transcript != NULL ? trueconf_live_list_get_bot (TRUECONF_LIVE_LIST (self->transcript)) : NULL;
}

/* ---- the newest message stays in sight if it was */

static gboolean
is_at_end (ConsoleConversation *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  return gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
         gtk_adjustment_get_upper (adjustment) - 60;
}

static gboolean
scroll_cb (gpointer user_data)
{
  ConsoleConversation *self = user_data;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->messages));

  self->scroll_source = 0;
  if (n > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->transcript_view), "list.scroll-to-item", "u", n - 1);

  return G_SOURCE_REMOVE;
}

static void
messages_changed_cb (ConsoleConversation *self, guint position, guint removed, guint added)
{
  if (self->transcript == NULL)
    return;

  /* the view has to see the item first */
  if (position + added == g_list_model_get_n_items (G_LIST_MODEL (self->messages)) &&
      self->scroll_source == 0 && is_at_end (self))
    self->scroll_source = g_idle_add_full (G_PRIORITY_LOW, scroll_cb, self, NULL);
}

static void
more_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConsoleConversation) self = user_data;
  g_autoptr (GError) error = NULL;

  trueconf_transcript_load_more_finish (TRUECONF_TRANSCRIPT (source), result, &error);
  if (error != NULL)
    say_error (self, error);
}

static void
load_older_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ConsoleConversation *self = CONSOLE_CONVERSATION (widget);

  if (self->transcript != NULL)
    trueconf_transcript_load_more_async (self->transcript, NULL, more_cb, g_object_ref (self));
}

/* ---- replying */

static void
set_reply (ConsoleConversation *self, const char *message_id)
{
  TrueconfMessageItem *item = message_id != NULL && self->transcript != NULL
                                  ? trueconf_transcript_find_message (self->transcript, message_id)
                                  : NULL;
  const char *text = item != NULL ? trueconf_message_item_get_text (item) : "";

  g_free (self->reply_id);
  self->reply_id = item != NULL ? g_strdup (message_id) : NULL;
  gtk_label_set_label (self->quoting_label, text != NULL ? text : _ ("A message without a text"));
  gtk_revealer_set_reveal_child (self->quoting, item != NULL);
  if (item != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static void
reply_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  set_reply (CONSOLE_CONVERSATION (widget), g_variant_get_string (parameter, NULL));
}

static void
cancel_reply_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  set_reply (CONSOLE_CONVERSATION (widget), NULL);
}

/* ---- writing */

static void
draft_changed_cb (ConsoleConversation *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chat.send",
                                 gtk_text_buffer_get_char_count (self->draft) > 0);
}

typedef struct
{
  ConsoleConversation *conversation;
  TrueconfTranscript *transcript;
} Sending;

static void
sending_free (Sending *sending)
{
  g_object_unref (sending->conversation);
  g_object_unref (sending->transcript);
  g_free (sending);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sending) sending = user_data;
  ConsoleConversation *self = sending->conversation;
  g_autofree char *refused = NULL;
  g_autoptr (GError) error = NULL;

  if (console_send_finish (result, &refused, &error))
    return;

  say_error (self, error);
  if (refused != NULL && self->transcript == sending->transcript &&
      gtk_text_buffer_get_char_count (self->draft) == 0)
    gtk_text_buffer_set_text (self->draft, refused, -1);
}

static void
send_draft (ConsoleConversation *self, TrueconfDraft *draft)
{
  Sending *sending = g_new0 (Sending, 1);

  sending->conversation = g_object_ref (self);
  sending->transcript = g_object_ref (self->transcript);
  console_send_async (self->transcript, draft, NULL, NULL, NULL, NULL, sent_cb, sending);
}

static void
send_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ConsoleConversation *self = CONSOLE_CONVERSATION (widget);
  g_autofree char *text = NULL;
  g_autoptr (TrueconfDraft) draft = NULL;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (self->draft, &start, &end);
  text = g_strstrip (gtk_text_buffer_get_text (self->draft, &start, &end, FALSE));
  if (self->transcript == NULL || text[0] == '\0')
    return;

  draft = trueconf_draft_new_text (text, TRUECONF_PARSE_MODE_TEXT);
  trueconf_draft_set_reply_message_id (draft, self->reply_id);
  gtk_text_buffer_set_text (self->draft, "", 0);
  set_reply (self, NULL);
  send_draft (self, draft);
}

static gboolean
key_cb (ConsoleConversation *self, guint key, guint code, GdkModifierType state)
{
  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || (state & GDK_SHIFT_MASK) != 0)
    return FALSE;

  gtk_widget_activate_action (GTK_WIDGET (self), "chat.send", NULL);
  return TRUE;
}

static void
send_again (ConsoleConversation *self, TrueconfMessageItem *item)
{
  g_autoptr (TrueconfDraft) draft = console_take_draft (self->transcript, item);

  if (draft != NULL)
    send_draft (self, draft);
}

static void
discard (ConsoleConversation *self, TrueconfMessageItem *item)
{
  trueconf_transcript_discard (self->transcript, item);
}

/* ---- files */

static void
file_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  ConsoleConversation *self = CONSOLE_CONVERSATION (user_data);
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

  for (guint i = 0; response == GTK_RESPONSE_ACCEPT && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      if (self->transcript != NULL)
        console_upload_add (self->upload, self->transcript, file);
    }
  g_object_unref (dialog);
}

static void
attach_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkFileChooserNative *dialog;

  if (CONSOLE_CONVERSATION (widget)->transcript == NULL)
    return;

  dialog = gtk_file_chooser_native_new (_ ("Attach Files"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                        GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Attach"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (file_chosen_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static gboolean
drop_cb (ConsoleConversation *self, const GValue *value)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  if (self->transcript == NULL)
    return FALSE;

  for (GSList *node = files; node != NULL; node = node->next)
    console_upload_add (self->upload, self->transcript, node->data);

  return TRUE;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConsoleConversation) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = trueconf_bot_download_file_finish (TRUECONF_BOT (source), result, &error);
  g_autofree char *path = file != NULL ? g_file_get_parse_name (file) : NULL;
  /* Translators: path of a file */
  g_autofree char *text = path != NULL ? g_strdup_printf (_ ("Saved to %s"), path) : NULL;

  if (text != NULL)
    say (self, text);
  else
    say_error (self, error);
}

static void
save_file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ConsoleConversation *self = CONSOLE_CONVERSATION (widget);
  const char *folder = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);
  g_autoptr (GFile) destination = g_file_new_for_path (folder != NULL ? folder : g_get_home_dir ());

  if (get_bot (self) != NULL)
    trueconf_bot_download_file_async (get_bot (self), g_variant_get_string (parameter, NULL), destination,
                                      NULL, NULL, NULL, NULL, saved_cb, g_object_ref (self));
}

/* ---- messages */

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConsoleConversation) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!trueconf_bot_remove_message_finish (TRUECONF_BOT (source), result, &error))
    say_error (self, error);
}

static void
remove_message_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ConsoleConversation *self = CONSOLE_CONVERSATION (widget);

  if (get_bot (self) != NULL)
    trueconf_bot_remove_message_async (get_bot (self), g_variant_get_string (parameter, NULL), TRUE, NULL,
                                       removed_cb, g_object_ref (self));
}

static void
explain_button_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *command = g_variant_get_string (parameter, NULL);
  g_autofree char *text = command[0] != '\0'
                              ? g_strdup_printf (_ ("Who presses it sends “%s” to this bot"), command)
                              : g_strdup (_ ("Who presses it sends nothing to this bot"));

  say (CONSOLE_CONVERSATION (widget), text);
}

static void
setup_row_cb (ConsoleConversation *self, GtkListItem *item)
{
  GtkWidget *row = console_message_row_new ();

  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, row);
  g_signal_connect_object (row, "send-again", G_CALLBACK (send_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "discard", G_CALLBACK (discard), self, G_CONNECT_SWAPPED);
}

static void
bind_row_cb (ConsoleConversation *self, GtkListItem *item)
{
  console_message_row_set_item (CONSOLE_MESSAGE_ROW (gtk_list_item_get_child (item)),
                                gtk_list_item_get_item (item), self->transcript);
}

static void
unbind_row_cb (ConsoleConversation *self, GtkListItem *item)
{
  console_message_row_set_item (CONSOLE_MESSAGE_ROW (gtk_list_item_get_child (item)), NULL, NULL);
}

/* ---- opening and closing */

void
console_conversation_close (ConsoleConversation *self)
{
  g_clear_handle_id (&self->scroll_source, g_source_remove);
  set_reply (self, NULL);
  g_clear_object (&self->transcript);
  gtk_no_selection_set_model (self->messages, NULL);
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

void
console_conversation_open (ConsoleConversation *self, TrueconfBot *bot, const char *chat_id)
{
  if (g_strcmp0 (console_conversation_get_chat_id (self), chat_id) == 0 && get_bot (self) == bot)
    return;

  console_conversation_close (self);
  self->transcript = trueconf_transcript_new (bot, chat_id);
  gtk_no_selection_set_model (self->messages, G_LIST_MODEL (self->transcript));
  gtk_stack_set_visible_child_name (self->stack, "chat");
}

const char *
console_conversation_get_chat_id (ConsoleConversation *self)
{
  return self->transcript != NULL ? trueconf_transcript_get_chat_id (self->transcript) : NULL;
}

static gboolean
console_conversation_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CONSOLE_CONVERSATION (widget)->composer));
}

static void
console_conversation_dispose (GObject *object)
{
  ConsoleConversation *self = CONSOLE_CONVERSATION (object);

  g_clear_handle_id (&self->scroll_source, g_source_remove);
  g_clear_object (&self->transcript);
  g_clear_pointer (&self->reply_id, g_free);

  G_OBJECT_CLASS (console_conversation_parent_class)->dispose (object);
}

static void
console_conversation_class_init (ConsoleConversationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = console_conversation_dispose;
  widget_class->grab_focus = console_conversation_grab_focus;
  g_type_ensure (TRUECONF_TYPE_TRANSCRIPT);
  g_type_ensure (CONSOLE_TYPE_UPLOAD);
  /* newer versions of GTK do not know it before it is used */
  g_type_ensure (GDK_TYPE_FILE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/trueconf/BotConsole/console-conversation.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, ConsoleConversation, name)
  BIND (stack);
  BIND (scroller);
  BIND (transcript_view);
  BIND (messages);
  BIND (upload);
  BIND (quoting);
  BIND (quoting_label);
  BIND (composer);
  BIND (draft);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, messages_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
  gtk_widget_class_bind_template_callback (widget_class, draft_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_install_action (widget_class, "chat.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "chat.attach", NULL, attach_action);
  gtk_widget_class_install_action (widget_class, "chat.reply", "s", reply_action);
  gtk_widget_class_install_action (widget_class, "chat.cancel-reply", NULL, cancel_reply_action);
  gtk_widget_class_install_action (widget_class, "chat.remove-message", "s", remove_message_action);
  gtk_widget_class_install_action (widget_class, "chat.explain-button", "s", explain_button_action);
  gtk_widget_class_install_action (widget_class, "chat.save-file", "s", save_file_action);
  gtk_widget_class_install_action (widget_class, "chat.load-older", NULL, load_older_action);
}

static void
console_conversation_init (ConsoleConversation *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  draft_changed_cb (self);
}
