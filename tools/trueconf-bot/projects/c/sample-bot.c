/* SPDX-License-Identifier: CC0-1.0 */

/* Orders lunch: /order asks what and how much, and so does the button below the answer to /start. */

#include <locale.h>
#include <stdlib.h>
#include <trueconf-bot.h>

/* ---- the dialog: what it asks, and what becomes of the answers */

static void
on_ordered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TrueconfFormResult) answers = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_send_message_finish (TRUECONF_BOT (source), result, &error);

  /* the user is told, and can send the answers again */
  if (sent == NULL)
    trueconf_form_result_fail (answers, error);
  trueconf_form_result_release (answers);
}

static void
on_finished (TrueconfForm *form, TrueconfFormResult *result, gpointer user_data)
{
  GVariant *values = trueconf_form_result_get_values (result);
  const char *dish = "";
  gint64 count = 0;
  g_autofree char *text = NULL;

  g_variant_lookup (values, "dish", "&s", &dish);
  g_variant_lookup (values, "count", "x", &count);
  text = g_strdup_printf ("Ordered: %" G_GINT64_FORMAT " × %s", count, dish);

  trueconf_form_result_hold (result);
  trueconf_bot_send_message_async (trueconf_form_result_get_bot (result),
                                   trueconf_form_result_get_chat_id (result), text, TRUECONF_PARSE_MODE_TEXT,
                                   NULL, NULL, on_ordered, g_object_ref (result));
}

static TrueconfForm *
new_order (void)
{
  static const char *const dishes[] = { "Soup", "Salad", "Pasta", NULL };
  TrueconfForm *order = trueconf_form_new ("Order");
  g_autoptr (TrueconfFormField) dish =
      trueconf_form_field_new_choice ("dish", "What would you like?", dishes);
  g_autoptr (TrueconfFormField) count = trueconf_form_field_new_number ("count", "How many?");

  trueconf_form_field_set_integer (count, TRUE);
  trueconf_form_field_set_minimum (count, 1);
  trueconf_form_field_set_maximum (count, 20);
  trueconf_form_add_field (order, dish);
  trueconf_form_add_field (order, count);
  g_signal_connect (order, "finished", G_CALLBACK (on_finished), NULL);

  return order;
}

/* ---- commands and buttons */

static void
on_start (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_autoptr (TrueconfDraft) draft =
      trueconf_draft_new_text ("Hello! I order lunch. /help lists what I can do.", TRUECONF_PARSE_MODE_TEXT);
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
  g_autoptr (TrueconfButton) button = trueconf_button_new_command ("Order lunch", "order");
  g_autoptr (GError) error = NULL;

  if (!trueconf_keyboard_add_row (keyboard, &button, 1, &error))
    {
      trueconf_context_fail (context, error);
      return;
    }

  trueconf_draft_set_keyboard (draft, keyboard);
  trueconf_message_answer_draft_async (TRUECONF_MESSAGE (event), draft, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void
on_begun (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TrueconfContext) context = user_data;
  g_autoptr (GError) error = NULL;

  if (!trueconf_form_begin_finish (TRUECONF_FORM (source), result, &error))
    trueconf_context_fail (context, error);
}

static void
on_order (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfForm *order = user_data;

  trueconf_form_begin_async (order, context, NULL, on_begun, g_object_ref (context));
}

/* Presses of other buttons are for the form. */
static gboolean
is_order (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  return g_strcmp0 (trueconf_callback_query_get_command (TRUECONF_CALLBACK_QUERY (event)), "order") == 0;
}

static void
add_command (TrueconfRouter *router,
             const char *name,
             const char *description,
             TrueconfHandlerFunc handler,
             TrueconfForm *order)
{
  g_autoptr (TrueconfCommandFilter) filter = trueconf_command_filter_new (name);

  trueconf_command_filter_set_description (filter, description);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (filter), handler,
                               g_object_ref (order), g_object_unref);
}

/* ---- the program */

static TrueconfDispatcher *
new_dispatcher (void)
{
  TrueconfDispatcher *dispatcher = trueconf_dispatcher_new ();
  TrueconfRouter *router = TRUECONF_ROUTER (dispatcher);
  g_autoptr (TrueconfForm) order = new_order ();
  g_autoptr (TrueconfFilter) press = trueconf_filter_new_func (is_order, NULL, NULL);

  add_command (router, "start", "says hello", on_start, order);
  add_command (router, "order", "orders lunch", on_order, order);
  trueconf_router_add_handler (router, TRUECONF_TYPE_CALLBACK_QUERY, press, on_order, g_object_ref (order),
                               g_object_unref);
  trueconf_router_add_help (router, NULL);
  trueconf_router_include_router (router, TRUECONF_ROUTER (order));

  return dispatcher;
}

static TrueconfBot *
new_bot (TrueconfDispatcher *dispatcher, GError **error)
{
  const char *password_file = g_getenv ("TRUECONF_PASSWORD_FILE");
  const char *port = g_getenv ("TRUECONF_PORT");
  g_autofree char *password = NULL;

  if (!g_file_get_contents (password_file != NULL ? password_file : "password", &password, NULL, error))
    return NULL;

  return g_object_new (TRUECONF_TYPE_BOT, "server", g_getenv ("TRUECONF_SERVER"), "port",
                       port != NULL ? atoi (port) : 0, "https",
                       g_strcmp0 (g_getenv ("TRUECONF_TLS"), "false") != 0, "tls-ca-file",
                       g_getenv ("TRUECONF_CA_FILE"), "username", g_getenv ("TRUECONF_USER"), "password",
                       g_strchomp (password), "dispatcher", dispatcher, NULL);
}

int
main (void)
{
  g_autoptr (TrueconfDispatcher) dispatcher = new_dispatcher ();
  g_autoptr (TrueconfBot) bot = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bot = new_bot (dispatcher, &error);
  if (bot == NULL || !trueconf_bot_run (bot, NULL, &error))
    g_printerr ("sample-bot: %s\n", error->message);

  return error != NULL ? EXIT_FAILURE : EXIT_SUCCESS;
}
