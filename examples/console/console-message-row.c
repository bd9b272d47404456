/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "console-message-row.h"

#include <glib/gi18n.h>

#include "console-sending.h"

struct _ConsoleMessageRow
{
  GtkBox parent_instance;

  GtkBox *bubble;
  GtkLabel *author;
  GtkLabel *quote;
  GtkLabel *text;
  GtkButton *file;
  GtkLabel *file_name;
  GtkBox *buttons;
  GtkLabel *footer;
  GtkWidget *retry;
  GtkWidget *discard;
  GtkMenuButton *menu;

  TrueconfMessageItem *item;
  TrueconfTranscript *transcript;
  gulong handler;
};

G_DEFINE_FINAL_TYPE (ConsoleMessageRow, console_message_row, GTK_TYPE_BOX)

static guint send_again_signal;
static guint discard_signal;

static TrueconfAttachment *
get_file (TrueconfMessage *message)
{
  TrueconfAttachment *(*const getters[]) (TrueconfMessage *) = {
    trueconf_message_get_document, trueconf_message_get_photo,   trueconf_message_get_video,
    trueconf_message_get_voice,    trueconf_message_get_sticker,
  };

  for (guint i = 0; i < G_N_ELEMENTS (getters); i++)
    if (getters[i](message) != NULL)
      return getters[i](message);

  return NULL;
}

/* What the server notes in a chat. */
static const char *
describe_note (TrueconfMessage *message)
{
  switch (trueconf_message_get_message_type (message))
    {
    case TRUECONF_MESSAGE_TYPE_ADD_PARTICIPANT:
      return _ ("Somebody was added");
    case TRUECONF_MESSAGE_TYPE_REMOVE_PARTICIPANT:
      return _ ("Somebody has left");
    case TRUECONF_MESSAGE_TYPE_EDIT_CHAT_TITLE:
      return _ ("The chat has a new title");
    case TRUECONF_MESSAGE_TYPE_EDIT_CHAT_AVATAR:
      return _ ("The chat has a new picture");
    case TRUECONF_MESSAGE_TYPE_CLEAR_HISTORY:
      return _ ("The history was cleared");
    case TRUECONF_MESSAGE_TYPE_PARTICIPANT_ROLE:
      return _ ("Somebody has a new role");
    case TRUECONF_MESSAGE_TYPE_LOCATION:
      return _ ("A location");
    case TRUECONF_MESSAGE_TYPE_SURVEY:
      return _ ("A survey");
    case TRUECONF_MESSAGE_TYPE_FORWARDED_MESSAGE:
      return _ ("A forwarded message");
    case TRUECONF_MESSAGE_TYPE_VOICE_MESSAGE:
    case TRUECONF_MESSAGE_TYPE_ATTACHMENT:
    case TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE:
      return NULL;
    case TRUECONF_MESSAGE_TYPE_UNKNOWN:
    default:
      return _ ("A message of a kind that is not known");
    }
}

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
show_buttons (ConsoleMessageRow *self, TrueconfKeyboard *keyboard)
{
  GListModel *rows = keyboard != NULL ? trueconf_keyboard_get_rows (keyboard) : NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->buttons))) != NULL)
    gtk_box_remove (self->buttons, child);

  for (guint i = 0; rows != NULL && i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (GListModel) row = g_list_model_get_item (rows, i);
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

      gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
      for (guint j = 0; j < g_list_model_get_n_items (row); j++)
        {
          g_autoptr (TrueconfButton) button = g_list_model_get_item (row, j);
          const char *command = trueconf_button_get_command (button);
          GtkWidget *widget = gtk_button_new_with_label (trueconf_button_get_text (button));

          gtk_actionable_set_action_name (GTK_ACTIONABLE (widget), "chat.explain-button");
          gtk_actionable_set_action_target (GTK_ACTIONABLE (widget), "s", command != NULL ? command : "");
          gtk_box_append (GTK_BOX (box), widget);
        }
      gtk_box_append (self->buttons, box);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), rows != NULL && g_list_model_get_n_items (rows) > 0);
}

static char *
describe_state (TrueconfMessageItem *item)
{
  TrueconfMessage *message = trueconf_message_item_get_message (item);
  const GError *error = trueconf_message_item_get_error (item);
  g_autoptr (GDateTime) utc =
      g_date_time_new_from_unix_utc (trueconf_message_item_get_timestamp (item) / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *time = g_date_time_format (local, "%R");

  switch (trueconf_message_item_get_state (item))
    {
    case TRUECONF_DELIVERY_STATE_WAITING:
      /* Translators: a time */
      return g_strdup_printf (_ ("%s · Waiting to be sent"), time);
    case TRUECONF_DELIVERY_STATE_FAILED:
      /* Translators: a time, and the reason without a full stop */
      return g_strdup_printf (_ ("%s · Not sent. %s"), time, error != NULL ? error->message : "");
    case TRUECONF_DELIVERY_STATE_UNKNOWN:
    case TRUECONF_DELIVERY_STATE_DELIVERED:
    default:
      return message != NULL && trueconf_message_get_is_edited (message)
                 ? g_strdup_printf (_ ("%s · Edited"), time)
                 : g_steal_pointer (&time);
    }
}

static void
show_menu (ConsoleMessageRow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  const char *id = trueconf_message_item_get_message_id (self->item);
  g_autoptr (GMenuItem) reply = g_menu_item_new (_ ("_Reply"), NULL);
  g_autoptr (GMenuItem) remove = g_menu_item_new (_ ("Remove for _All"), NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->menu), id != NULL);
  if (id == NULL)
    return;

  g_menu_item_set_action_and_target (reply, "chat.reply", "s", id);
  g_menu_append_item (menu, reply);
  g_menu_item_set_action_and_target (remove, "chat.remove-message", "s", id);
  g_menu_append_item (menu, remove);
  gtk_menu_button_set_menu_model (self->menu, G_MENU_MODEL (menu));
}

static void
set_class (gpointer widget, const char *name, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* A reply need not have a quotation. */
static const char *
find_quote (ConsoleMessageRow *self, TrueconfMessage *message)
{
  const char *quote = trueconf_message_get_quote (message);
  const char *id = trueconf_message_get_reply_message_id (message);
  TrueconfMessageItem *source =
      id != NULL && self->transcript != NULL ? trueconf_transcript_find_message (self->transcript, id) : NULL;

  if (quote != NULL || source == NULL)
    return quote;

  return trueconf_message_item_get_text (source);
}

static void
update (ConsoleMessageRow *self)
{
  TrueconfMessage *message = trueconf_message_item_get_message (self->item);
  TrueconfAttachment *file = message != NULL ? get_file (message) : NULL;
  const char *text = trueconf_message_item_get_text (self->item);
  const char *note = message != NULL && text == NULL ? describe_note (message) : NULL;
  gboolean is_own = trueconf_message_item_get_is_own (self->item);
  gboolean has_failed = trueconf_message_item_get_state (self->item) == TRUECONF_DELIVERY_STATE_FAILED;
  g_autofree char *state = describe_state (self->item);

  set_text (self->author, is_own || note != NULL
                              ? NULL
                              : trueconf_live_item_get_display_name (TRUECONF_LIVE_ITEM (self->item)));
  set_text (self->quote, message != NULL ? find_quote (self, message) : NULL);
  set_text (self->text, note != NULL ? note : text);
  set_text (self->footer, state);
  set_class (self->text, "dim-label", note != NULL);
  set_class (self->footer, "error", has_failed);
  set_class (self->bubble, "own", is_own);
  gtk_widget_set_halign (GTK_WIDGET (self->bubble), note != NULL ? GTK_ALIGN_CENTER
                                                    : is_own     ? GTK_ALIGN_END
                                                                 : GTK_ALIGN_START);

  gtk_widget_set_visible (GTK_WIDGET (self->file), file != NULL);
  if (file != NULL)
    {
      g_autofree char *size = g_format_size ((guint64) MAX (trueconf_attachment_get_size (file), 0));
      g_autofree char *name = g_strdup_printf ("%s (%s)", trueconf_attachment_get_name (file), size);
      /* Translators: name and size of a file */
      g_autofree char *label = g_strdup_printf (_ ("Save %s"), name);

      gtk_label_set_label (self->file_name, name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->file), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->file), "s",
                                        trueconf_attachment_get_file_id (file));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->file), "chat.save-file");
    }
  show_buttons (self, message != NULL ? trueconf_message_get_keyboard (message) : NULL);
  show_menu (self);
  gtk_widget_set_visible (self->retry, has_failed && console_can_send_again (self->item));
  gtk_widget_set_visible (self->discard, has_failed);
}

static void
retry_cb (ConsoleMessageRow *self)
{
  g_autoptr (TrueconfMessageItem) item = g_object_ref (self->item);

  g_signal_emit (self, send_again_signal, 0, item);
}

static void
discard_cb (ConsoleMessageRow *self)
{
  g_autoptr (TrueconfMessageItem) item = g_object_ref (self->item);

  g_signal_emit (self, discard_signal, 0, item);
}

void
console_message_row_set_item (ConsoleMessageRow *self,
                              TrueconfMessageItem *item,
                              TrueconfTranscript *transcript)
{
  if (self->item != NULL)
    g_clear_signal_handler (&self->handler, self->item);
  g_set_object (&self->item, item);
  g_set_object (&self->transcript, transcript);
  if (item == NULL)
    return;

  self->handler = g_signal_connect_swapped (item, "notify", G_CALLBACK (update), self);
  update (self);
}

static void
console_message_row_dispose (GObject *object)
{
  console_message_row_set_item (CONSOLE_MESSAGE_ROW (object), NULL, NULL);

  G_OBJECT_CLASS (console_message_row_parent_class)->dispose (object);
}

static void
console_message_row_class_init (ConsoleMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = console_message_row_dispose;
  send_again_signal = g_signal_new ("send-again", CONSOLE_TYPE_MESSAGE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, TRUECONF_TYPE_MESSAGE_ITEM);
  discard_signal = g_signal_new ("discard", CONSOLE_TYPE_MESSAGE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, TRUECONF_TYPE_MESSAGE_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/trueconf/BotConsole/console-message-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConsoleMessageRow, bubble);
  gtk_widget_class_bind_template_child (widget_class, ConsoleMessageRow, author);
  gtk_widget_class_bind_template_child (widget_class, ConsoleMessageRow, quote);
  gtk_widget_class_bind_template_child (widget_class, ConsoleMessageRow, text);
  gtk_widget_class_bind_template_child (widget_class, ConsoleMessageRow, file);
  gtk_widget_class_bind_template_child (widget_class, ConsoleMessageRow, file_name);
  gtk_widget_class_bind_template_child (widget_class, ConsoleMessageRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, ConsoleMessageRow, footer);
  gtk_widget_class_bind_template_child (widget_class, ConsoleMessageRow, retry);
  gtk_widget_class_bind_template_child (widget_class, ConsoleMessageRow, discard);
  gtk_widget_class_bind_template_child (widget_class, ConsoleMessageRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
}

static void
console_message_row_init (ConsoleMessageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
console_message_row_new (void)
{
  return g_object_new (CONSOLE_TYPE_MESSAGE_ROW, NULL);
}
