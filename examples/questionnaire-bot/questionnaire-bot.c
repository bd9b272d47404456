/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Takes orders for repairs: write /form to be asked by a form that is described as data, or /states to be asked with states.
 *
 * /cancel leaves both. Who has answered what is kept in the file DIALOGS_FILE, or dialogs.sqlite, so the bot can be killed at any
 * time: when it is started again, it goes on with the answers that were written in the meantime.
 */

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <trueconf-bot.h>

#define NAME_QUESTION "What is your name?"
#define MAX_NAME      40

static const char *const devices[] = { "printer", "screen", "phone", NULL };

typedef struct
{
  TrueconfForm *form;
  TrueconfStatesGroup *steps;
} App;

static char *
describe (const char *name, gint64 room, const char *device)
{
  return g_strdup_printf ("Repair of the %s in room %" G_GINT64_FORMAT ", for %s.", device, room, name);
}

/* ---- with a form: it asks, checks, goes back, and shows all answers at the end */

static void
add_field (TrueconfForm *form, TrueconfFormField *field)
{
  trueconf_form_add_field (form, field);
  g_object_unref (field);
}

static TrueconfForm *
make_form (void)
{
  TrueconfForm *form = trueconf_form_new ("Repair");
  TrueconfFormField *name = trueconf_form_field_new_text ("name", NAME_QUESTION);
  TrueconfFormField *room = trueconf_form_field_new_number ("room", "Which room?");

  trueconf_form_field_set_max_length (name, MAX_NAME);
  trueconf_form_field_set_integer (room, TRUE);
  trueconf_form_field_set_minimum (room, 1);
  trueconf_form_field_set_maximum (room, 999);
  add_field (form, name);
  add_field (form, room);
  add_field (form, trueconf_form_field_new_choice ("device", "What is broken?", devices));

  return form;
}

static void
on_form_begun (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TrueconfContext) context = user_data;
  g_autoptr (GError) error = NULL;

  if (!trueconf_form_begin_finish (TRUECONF_FORM (source), result, &error))
    trueconf_context_fail (context, error);
}

static void
begin_form (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;

  trueconf_form_begin_async (app->form, context, NULL, on_form_begun, g_object_ref (context));
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TrueconfFormResult) answers = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_bot_send_message_finish (TRUECONF_BOT (source), result, &error);

  /* the user is told, and can send the form again */
  if (sent == NULL)
    trueconf_form_result_fail (answers, error);
  trueconf_form_result_release (answers);
}

static void
on_finished (TrueconfForm *form, TrueconfFormResult *result, gpointer user_data)
{
  GVariant *values = trueconf_form_result_get_values (result);
  const char *name = "";
  const char *device = "";
  gint64 room = 0;
  g_autofree char *order = NULL;

  g_variant_lookup (values, "name", "&s", &name);
  g_variant_lookup (values, "room", "x", &room);
  g_variant_lookup (values, "device", "&s", &device);
  order = describe (name, room, device);

  trueconf_form_result_hold (result);
  trueconf_bot_send_message_async (trueconf_form_result_get_bot (result),
                                   trueconf_form_result_get_chat_id (result), order, TRUECONF_PARSE_MODE_TEXT,
                                   NULL, NULL, on_sent, g_object_ref (result));
}

/* ---- with states: handlers do what they want at each step */

typedef struct
{
  App *app;
  TrueconfContext *context; /* held: the next message waits until this one is done */
  TrueconfMessage *message;
  JsonObject *updates; /* what was answered; empty if it does not fit */
  gboolean confirmed;
  char *order;
} Turn;

static Turn *
turn_new (App *app, TrueconfContext *context)
{
  Turn *turn = g_new0 (Turn, 1);

  turn->app = app;
  turn->context = g_object_ref (context);
  turn->message = TRUECONF_MESSAGE (g_object_ref (trueconf_context_get_event (context)));
  turn->updates = json_object_new ();
  trueconf_context_hold (context);

  return turn;
}

static void
turn_end (Turn *turn, const GError *error)
{
  if (error != NULL)
    trueconf_context_fail (turn->context, error);
  trueconf_context_release (turn->context);
  g_object_unref (turn->context);
  g_object_unref (turn->message);
  json_object_unref (turn->updates);
  g_free (turn->order);
  g_free (turn);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_message_answer_finish (TRUECONF_MESSAGE (source), result, &error);

  turn_end (user_data, sent == NULL ? error : NULL);
}

static void
ask (Turn *turn, const char *state)
{
  g_autofree char *choices = g_strjoinv (", ", (char **) devices);
  g_autofree char *question = NULL;

  if (g_strcmp0 (state, "Steps:name") == 0)
    question = g_strdup_printf (NAME_QUESTION " It can have %d characters.", MAX_NAME);
  else if (g_strcmp0 (state, "Steps:room") == 0)
    question = g_strdup ("Which room, from 1 to 999?");
  else if (g_strcmp0 (state, "Steps:device") == 0)
    question = g_strdup_printf ("What is broken: %s?", choices);
  else
    question = g_strdup_printf ("%s Is that right, yes or no?", turn->order);
  trueconf_message_answer_async (turn->message, question, TRUECONF_PARSE_MODE_TEXT, NULL, on_asked, turn);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  trueconf_fsm_context_clear_finish (TRUECONF_FSM_CONTEXT (source), result, &error);
  turn_end (user_data, error);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfSentMessage) sent =
      trueconf_message_answer_finish (TRUECONF_MESSAGE (source), result, &error);

  if (sent == NULL)
    turn_end (turn, error);
  else
    trueconf_fsm_context_clear_async (trueconf_context_get_state (turn->context), NULL, on_cleared, turn);
}

static void
on_moved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfState) state =
      trueconf_fsm_context_go_on_finish (TRUECONF_FSM_CONTEXT (source), result, &error);

  if (error != NULL)
    turn_end (turn, error);
  else
    ask (turn, trueconf_state_get_name (state));
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;
  TrueconfFsmContext *dialog = TRUECONF_FSM_CONTEXT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = trueconf_fsm_context_update_data_finish (dialog, result, &error);

  if (data == NULL)
    {
      turn_end (turn, error);
      return;
    }

  turn->order = describe (json_object_get_string_member_with_default (data, "name", ""),
                          json_object_get_int_member_with_default (data, "room", 0),
                          json_object_get_string_member_with_default (data, "device", ""));
  if (turn->confirmed)
    trueconf_message_answer_async (turn->message, turn->order, TRUECONF_PARSE_MODE_TEXT, NULL, on_answered,
                                   turn);
  else if (json_object_get_size (turn->updates) > 0)
    trueconf_fsm_context_go_on_async (dialog, turn->app->steps, NULL, on_moved, turn);
  else
    ask (turn, trueconf_fsm_context_get_raw_state (dialog));
}

static void
on_begun (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;
  g_autoptr (GError) error = NULL;

  if (!trueconf_fsm_context_set_state_finish (TRUECONF_FSM_CONTEXT (source), result, &error))
    turn_end (turn, error);
  else
    ask (turn, "Steps:name");
}

static void
begin_states (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;

  trueconf_fsm_context_set_state_async (trueconf_context_get_state (context),
                                        trueconf_states_group_find (app->steps, "Steps:name"), NULL, on_begun,
                                        turn_new (app, context));
}

static void
on_step (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfFsmContext *dialog = trueconf_context_get_state (context);
  const char *state = trueconf_fsm_context_get_raw_state (dialog);
  const char *written = trueconf_message_get_plain_text (TRUECONF_MESSAGE (event));
  g_autofree char *text = g_ascii_strdown (written != NULL ? written : "", -1);
  g_autofree char *name = g_strstrip (g_strdup (written != NULL ? written : ""));
  guint64 room;
  Turn *turn;

  if (g_strcmp0 (state, "Steps:confirm") == 0 && strcmp (text, "no") == 0)
    {
      begin_states (event, context, user_data);
      return;
    }

  turn = turn_new (user_data, context);
  if (g_strcmp0 (state, "Steps:name") == 0 && *name != '\0' && g_utf8_strlen (name, -1) <= MAX_NAME)
    json_object_set_string_member (turn->updates, "name", name);
  else if (g_strcmp0 (state, "Steps:room") == 0 && g_ascii_string_to_unsigned (text, 10, 1, 999, &room, NULL))
    json_object_set_int_member (turn->updates, "room", (gint64) room);
  else if (g_strcmp0 (state, "Steps:device") == 0 && g_strv_contains (devices, text))
    json_object_set_string_member (turn->updates, "device", text);
  else if (g_strcmp0 (state, "Steps:confirm") == 0 && strcmp (text, "yes") == 0)
    turn->confirmed = TRUE;
  trueconf_fsm_context_update_data_async (dialog, turn->updates, NULL, on_stored, turn);
}

/* ---- the program */

static void
on_other (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfMessage *message = TRUECONF_MESSAGE (event);

  if (trueconf_message_get_plain_text (message) != NULL)
    trueconf_message_answer_async (message, "/form and /states order a repair, /cancel leaves an order.",
                                   TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL);
}

static void
add_handlers (TrueconfRouter *router, App *app)
{
  g_autoptr (TrueconfFilter) cancels = TRUECONF_FILTER (trueconf_command_filter_new ("cancel"));
  g_autoptr (TrueconfDialogCancel) cancel = trueconf_dialog_cancel_new (cancels, "Nothing is ordered.");
  g_autoptr (TrueconfFilter) form = TRUECONF_FILTER (trueconf_command_filter_new ("form"));
  g_autoptr (TrueconfFilter) states = TRUECONF_FILTER (trueconf_command_filter_new ("states"));
  g_autoptr (TrueconfStateFilter) steps = trueconf_state_filter_new_group (app->steps);

  trueconf_router_add_outer_middleware (router, TRUECONF_MIDDLEWARE (cancel));
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, form, begin_form, app, NULL);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, states, begin_states, app, NULL);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (steps), on_step, app, NULL);
  trueconf_router_add_fallback (router, TRUECONF_TYPE_MESSAGE, NULL, on_other, app, NULL);
  trueconf_router_include_router (router, TRUECONF_ROUTER (app->form));
  g_signal_connect (app->form, "finished", G_CALLBACK (on_finished), NULL);
}

static TrueconfBot *
bot_from_environment (TrueconfDispatcher *dispatcher)
{
  const char *server = g_getenv ("SERVER");
  const char *port = g_getenv ("PORT");

  return g_object_new (TRUECONF_TYPE_BOT, "server", server != NULL ? server : "127.0.0.1", "port",
                       port != NULL ? atoi (port) : 0, "https", g_strcmp0 (g_getenv ("HTTPS"), "0") != 0,
                       "token", g_getenv ("TOKEN"), "username", g_getenv ("BOT_USER"), "password",
                       g_getenv ("BOT_PASSWORD"), "ack-policy", TRUECONF_ACK_POLICY_AFTER_HANDLER,
                       "receive-unread-messages", TRUE, "dispatcher", dispatcher, NULL);
}

int
main (void)
{
  const char *path = g_getenv ("DIALOGS_FILE");
  g_autoptr (GFile) file = g_file_new_for_path (path != NULL && *path != '\0' ? path : "dialogs.sqlite");
  g_autoptr (TrueconfSqliteStorage) storage = trueconf_sqlite_storage_new (file);
  g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();
  g_autoptr (TrueconfForm) form = make_form ();
  g_autoptr (TrueconfStatesGroup) steps = trueconf_states_group_new ("Steps");
  g_autoptr (TrueconfBot) bot = bot_from_environment (dispatcher);
  g_autoptr (GError) error = NULL;
  App app = { form, steps };

  setlocale (LC_ALL, "");
  trueconf_states_group_add (steps, "name");
  trueconf_states_group_add (steps, "room");
  trueconf_states_group_add (steps, "device");
  trueconf_states_group_add (steps, "confirm");
  trueconf_dispatcher_set_storage (dispatcher, TRUECONF_FSM_STORAGE (storage));
  add_handlers (TRUECONF_ROUTER (dispatcher), &app);
  if (!trueconf_bot_run (bot, NULL, &error))
    g_printerr ("%s\n", error->message);

  return error != NULL;
}
