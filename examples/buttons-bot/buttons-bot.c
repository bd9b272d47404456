/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A menu of buttons: /menu shows it, and pressing a button edits its message.
 *
 * The state, such as the number so far, is in the data of the buttons, not in the bot.
 */

#include <locale.h>
#include <stdlib.h>
#include <trueconf-bot.h>

/* ---- buttons */

static TrueconfButton *
command_button (const char *text, const char *command, const char *data, TrueconfButtonStyle style)
{
  TrueconfButton *button = trueconf_button_new_command (text, command);

  trueconf_button_set_custom_data (button, data);
  trueconf_button_set_style (button, style);

  return button;
}

static TrueconfButton *
draft_button (const char *text, const char *message)
{
  TrueconfButton *button = trueconf_button_new_message (text, message);

  trueconf_button_set_draft (button, TRUE);

  return button;
}

/* Takes the buttons; the second may be NULL. */
static void
add_row (TrueconfKeyboard *keyboard, TrueconfButton *first, TrueconfButton *second)
{
  TrueconfButton *row[] = { first, second };
  g_autoptr (GError) error = NULL;

  if (!trueconf_keyboard_add_row (keyboard, row, second != NULL ? 2 : 1, &error))
    g_warning ("%s", error->message);

  g_object_unref (first);
  g_clear_object (&second);
}

/* ---- pages: a text, and the buttons below it */

static TrueconfDraft *
new_page (const char *text, TrueconfKeyboard *keyboard)
{
  TrueconfDraft *page = trueconf_draft_new_text (text, TRUECONF_PARSE_MODE_TEXT);
  g_autoptr (TrueconfKeyboard) none = trueconf_keyboard_new ();

  /* a keyboard without rows removes the buttons of the page before */
  trueconf_draft_set_keyboard (page, keyboard != NULL ? keyboard : none);

  return page;
}

static TrueconfDraft *
show_menu (const char *data)
{
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();

  add_row (keyboard, command_button ("Count", "count", "0", TRUECONF_BUTTON_STYLE_PRIMARY),
           trueconf_button_new_command ("More", "more"));
  add_row (keyboard, command_button ("Done", "done", NULL, TRUECONF_BUTTON_STYLE_SUCCESS), NULL);

  return new_page ("What would you like?", keyboard);
}

static TrueconfDraft *
show_number (const char *data)
{
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
  g_autofree char *next = NULL;
  g_autofree char *text = NULL;
  guint64 number;

  /* the data come over the network, so they may not be what was sent */
  if (data == NULL || !g_ascii_string_to_unsigned (data, 10, 0, 999999, &number, NULL))
    number = 0;

  next = g_strdup_printf ("%" G_GUINT64_FORMAT, number + 1);
  add_row (keyboard, command_button ("One more", "count", next, TRUECONF_BUTTON_STYLE_PRIMARY),
           command_button ("Start again", "count", "0", TRUECONF_BUTTON_STYLE_DANGER));
  add_row (keyboard, trueconf_button_new_command ("Back", "menu"), NULL);

  text = g_strdup_printf ("%" G_GUINT64_FORMAT " so far", number);

  return new_page (text, keyboard);
}

static TrueconfDraft *
show_more (const char *data)
{
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();

  add_row (keyboard, trueconf_button_new_url ("Open the web site", "https://trueconf.com/"),
           trueconf_button_new_copy ("Copy the number", "4711"));
  /* these two send a text as the user, the second only after the user has edited it */
  add_row (keyboard, trueconf_button_new_message ("Send /menu", "/menu"),
           draft_button ("Begin a question", "I wonder "));
  add_row (keyboard, trueconf_button_new_command ("Back", "menu"), NULL);

  return new_page ("These need no bot: your application does them.", keyboard);
}

static TrueconfDraft *
show_end (const char *data)
{
  return new_page ("Done. /menu shows the buttons again.", NULL);
}

static const struct
{
  const char *command;
  TrueconfDraft *(*show) (const char *data);
} pages[] = {
  { "menu", show_menu },
  { "count", show_number },
  { "more", show_more },
  { "done", show_end },
};

/* ---- handlers */

static void
on_message (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfMessage *message = TRUECONF_MESSAGE (event);
  const char *text = trueconf_message_get_text (message);
  g_autoptr (TrueconfDraft) page = NULL;

  if (g_strcmp0 (text, "/menu") == 0)
    {
      page = show_menu (NULL);
      trueconf_message_answer_draft_async (message, page, NULL, NULL, NULL, NULL, NULL, NULL);
    }
  else if (text != NULL)
    {
      trueconf_message_answer_async (message, "/menu shows what I can do.", TRUECONF_PARSE_MODE_TEXT, NULL,
                                     NULL, NULL);
    }
}

static void
on_press (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfCallbackQuery *query = TRUECONF_CALLBACK_QUERY (event);
  const char *command = trueconf_callback_query_get_command (query);
  g_autoptr (TrueconfDraft) page = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pages) && page == NULL; i++)
    if (g_strcmp0 (command, pages[i].command) == 0)
      page = pages[i].show (trueconf_callback_query_get_custom_data (query));

  if (page == NULL)
    page = new_page ("These buttons are out of date. /menu shows the new ones.", NULL);

  trueconf_callback_query_edit_draft_async (query, page, NULL, NULL, NULL);
}

static TrueconfBot *
bot_from_environment (TrueconfDispatcher *dispatcher)
{
  const char *server = g_getenv ("SERVER");
  const char *port = g_getenv ("PORT");

  return g_object_new (TRUECONF_TYPE_BOT, "server", server != NULL ? server : "127.0.0.1", "port",
                       port != NULL ? atoi (port) : 0, "https", g_strcmp0 (g_getenv ("HTTPS"), "0") != 0,
                       "token", g_getenv ("TOKEN"), "username", g_getenv ("BOT_USER"), "password",
                       g_getenv ("BOT_PASSWORD"), "dispatcher", dispatcher, NULL);
}

int
main (void)
{
  g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();
  g_autoptr (TrueconfRouter) router = trueconf_router_new ("buttons");
  g_autoptr (TrueconfBot) bot = bot_from_environment (dispatcher);
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, NULL, on_message, NULL, NULL);
  trueconf_router_add_handler (router, TRUECONF_TYPE_CALLBACK_QUERY, NULL, on_press, NULL, NULL);
  trueconf_router_include_router (TRUECONF_ROUTER (dispatcher), router);

  if (!trueconf_bot_run (bot, NULL, &error))
    g_printerr ("%s\n", error->message);

  return error != NULL;
}
