/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "console-window.h"

#include "console-conversation.h"

struct _ConsoleWindow
{
  AdwApplicationWindow parent_instance;

  AdwLeaflet *leaflet;
  AdwToastOverlay *toasts;
  GtkWidget *content;
  GtkDropDown *accounts;
  GtkWidget *banner;
  GtkStack *sidebar_stack;
  GtkSearchEntry *search;
  GtkFilterListModel *filtered;
  GtkSingleSelection *chats;
  AdwWindowTitle *title;
  GtkNoSelection *participants;
  ConsoleConversation *conversation;
};

G_DEFINE_FINAL_TYPE (ConsoleWindow, console_window, ADW_TYPE_APPLICATION_WINDOW)

static void
show_selected (ConsoleWindow *self)
{
  TrueconfChatItem *item = gtk_single_selection_get_selected_item (self->chats);
  const char *name = item != NULL ? trueconf_live_item_get_display_name (TRUECONF_LIVE_ITEM (item)) : NULL;

  adw_window_title_set_title (self->title, name != NULL ? name : "");
  if (item != NULL && trueconf_chat_item_get_unread_messages (item) > 0 &&
      gtk_window_is_active (GTK_WINDOW (self)))
    trueconf_chat_item_mark_read (item);
}

static void
chat_selected_cb (ConsoleWindow *self)
{
  TrueconfChatItem *item = gtk_single_selection_get_selected_item (self->chats);
  ConsoleAccount *account = console_window_get_account (self);
  const char *chat_id;
  g_autoptr (TrueconfParticipantList) participants = NULL;

  if (item == NULL || account == NULL)
    {
      console_conversation_close (self->conversation);
      gtk_no_selection_set_model (self->participants, NULL);
      show_selected (self);
      return;
    }

  chat_id = trueconf_chat_item_get_chat_id (item);
  console_conversation_open (self->conversation, console_account_get_bot (account), chat_id);
  participants = trueconf_participant_list_new (console_account_get_bot (account), chat_id);
  gtk_no_selection_set_model (self->participants, G_LIST_MODEL (participants));
  /* it takes the focus along, also where both are seen */
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, self->content);
  show_selected (self);
}

static void
chats_changed_cb (ConsoleWindow *self)
{
  const char *page = "chats";

  /* while the window is made */
  if (self->chats == NULL || self->sidebar_stack == NULL)
    return;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->chats)) == 0)
    page = gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0' ? "not-found" : "empty";
  gtk_stack_set_visible_child_name (self->sidebar_stack, page);
  show_selected (self);
}

/* Bindings keep their values when there is no account. */
static void
account_selected_cb (ConsoleWindow *self)
{
  ConsoleAccount *account = console_window_get_account (self);

  /* while the window is made */
  if (self->filtered == NULL)
    return;

  gtk_filter_list_model_set_model (
      self->filtered, account != NULL ? G_LIST_MODEL (console_account_get_chats (account)) : NULL);
  gtk_widget_set_visible (self->banner, account != NULL);
  chats_changed_cb (self);
}

static void
chat_activated_cb (ConsoleWindow *self, guint position)
{
  gtk_single_selection_set_selected (self->chats, position);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
  gtk_widget_grab_focus (GTK_WIDGET (self->conversation));
}

/* In a narrow window the same chat can be selected again. */
static void
turned_cb (ConsoleWindow *self)
{
  if (adw_leaflet_get_folded (self->leaflet) &&
      adw_leaflet_get_visible_child (self->leaflet) != self->content)
    gtk_single_selection_set_selected (self->chats, GTK_INVALID_LIST_POSITION);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ConsoleWindow *self = CONSOLE_WINDOW (widget);

  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_leaflet_navigate (CONSOLE_WINDOW (widget)->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
say_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *escaped = g_markup_escape_text (g_variant_get_string (parameter, NULL), -1);

  adw_toast_overlay_add_toast (CONSOLE_WINDOW (widget)->toasts, adw_toast_new (escaped));
}

ConsoleAccount *
console_window_get_account (ConsoleWindow *self)
{
  return gtk_drop_down_get_selected_item (self->accounts);
}

void
console_window_show_account (ConsoleWindow *self, ConsoleAccount *account)
{
  GListModel *accounts = gtk_drop_down_get_model (self->accounts);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (ConsoleAccount) other = g_list_model_get_item (accounts, i);

      if (other == account)
        gtk_drop_down_set_selected (self->accounts, i);
    }
}

void
console_window_show_chat (ConsoleWindow *self, ConsoleAccount *account, const char *chat_id)
{
  console_window_show_account (self, account);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->chats)); i++)
    {
      g_autoptr (TrueconfChatItem) item = g_list_model_get_item (G_LIST_MODEL (self->chats), i);

      if (g_str_equal (trueconf_chat_item_get_chat_id (item), chat_id))
        chat_activated_cb (self, i);
    }
}

gboolean
console_window_shows_chat (ConsoleWindow *self, ConsoleAccount *account, const char *chat_id)
{
  return gtk_window_is_active (GTK_WINDOW (self)) && console_window_get_account (self) == account &&
         g_strcmp0 (console_conversation_get_chat_id (self->conversation), chat_id) == 0;
}

static void
console_window_class_init (ConsoleWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /* console-window.ui names them */
  g_type_ensure (TRUECONF_TYPE_LIVE_ITEM);
  g_type_ensure (TRUECONF_TYPE_CHAT_ITEM);
  g_type_ensure (TRUECONF_TYPE_PARTICIPANT_ITEM);
  g_type_ensure (TRUECONF_TYPE_MESSAGE);
  g_type_ensure (CONSOLE_TYPE_ACCOUNT);
  g_type_ensure (CONSOLE_TYPE_CONVERSATION);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/trueconf/BotConsole/console-window.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, ConsoleWindow, name)
  BIND (leaflet);
  BIND (toasts);
  BIND (content);
  BIND (accounts);
  BIND (banner);
  BIND (sidebar_stack);
  BIND (search);
  BIND (filtered);
  BIND (chats);
  BIND (title);
  BIND (participants);
  BIND (conversation);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, account_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, chat_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, chats_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chat_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, turned_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.say", "s", say_action);
}

static void
console_window_init (ConsoleWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

ConsoleWindow *
console_window_new (GtkApplication *application, GListModel *accounts)
{
  ConsoleWindow *self = g_object_new (CONSOLE_TYPE_WINDOW, "application", application, NULL);

  gtk_drop_down_set_model (self->accounts, accounts);
  account_selected_cb (self);

  return self;
}
