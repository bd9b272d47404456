/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Thousands of users whose handlers wait at the same time: a turn of the main loop does not look at each of them. */

#include "config.h"

#include <string.h>

#include "bot/trueconf-bot-private.h"
#include "bot/trueconf-delivery-private.h"
#include "trueconf-bot.h"
#include "wire/trueconf-wire-private.h"

#include "tc-util.h"

#define MANY 500

typedef struct
{
  TrueconfBot *bot;
  TrueconfRouter *router;
  GCancellable *cancellable;
  GPtrArray *held; /* TrueconfContext */
  guint n_asked;
  guint n_answered;
  guint n_timed_out;
  guint n_cancelled;
  double timeout;
} Scene;

static void
set_up (Scene *self, gconstpointer data)
{
  /* the handlers are called from outside of a loop */
  g_assert_true (g_main_context_acquire (NULL));
  self->bot = trueconf_bot_new ("x", "token");
  self->bot->user_id = g_strdup ("echo@x");
  /* one that has stopped asks nobody */
  self->bot->phase = TRUECONF_BOT_RUNNING;
  self->router = TRUECONF_ROUTER (trueconf_bot_get_dispatcher (self->bot));
  self->cancellable = g_cancellable_new ();
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->timeout = 3600;
}

static void
tear_down (Scene *self, gconstpointer data)
{
  g_ptr_array_unref (self->held);
  tc_drain ();
  self->bot->phase = TRUECONF_BOT_STOPPED;
  g_assert_finalize_object (self->bot);
  g_object_unref (self->cancellable);
  g_main_context_release (NULL);
}

/* Each source of a context gets the next number. */
static guint
attach_probe (void)
{
  g_autoptr (GSource) probe = g_idle_source_new ();
  guint id = g_source_attach (probe, NULL);

  g_source_destroy (probe);
  return id;
}

static void
say (Scene *self, guint user, const char *text)
{
  g_autofree char *json =
      tc_json ("{'type':1,'id':1,'method':'sendMessage','payload':{'messageId':'m','chatId':'c%u',"
               "'timestamp':1,'type':200,'author':{'id':'u%u@x','type':1},"
               "'content':{'text':'%s','parseMode':'text'}}}",
               user, user, text);
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_auto (TrueconfFrame) frame;
  gboolean good = trueconf_frame_init (&frame, bytes);
  g_autoptr (TrueconfEvent) event = NULL;

  g_assert_true (good);
  event = trueconf_wire_read_event (&frame);
  trueconf_delivery_deliver (self->bot->delivery, event);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Scene *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfEvent) answer = trueconf_context_ask_finish (TRUECONF_CONTEXT (source), result, &error);

  if (answer != NULL)
    self->n_answered++;
  else if (g_error_matches (error, TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT))
    self->n_timed_out++;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->n_cancelled++;
}

static void
ask (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Scene *self = user_data;

  self->n_asked++;
  trueconf_context_ask_async (context, NULL, NULL, NULL, self->timeout, self->cancellable, answered_cb, self);
}

static void
back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  trueconf_next_run_finish (TRUECONF_NEXT (source), result, NULL);
}

static void
pass (TrueconfEvent *event, TrueconfContext *context, TrueconfNext *next, gpointer user_data)
{
  Scene *self = user_data;

  trueconf_next_run_async (next, self->cancellable, back_cb, NULL);
}

/* Lets everybody say something; each handler waits then. */
static void
say_all (Scene *self)
{
  guint before = attach_probe ();

  for (guint i = 0; i < MANY; i++)
    say (self, i, "hello");
  /* one for all of them, the probe, and what a bot needs for itself */
  g_assert_cmpuint (attach_probe (), <, before + MANY / 10);
}

static void
test_questions (Scene *self, gconstpointer data)
{
  g_autoptr (TrueconfMiddleware) middleware = trueconf_middleware_new_func (pass, self, NULL);

  trueconf_router_add_inner_middleware (self->router, middleware);
  trueconf_router_add_handler (self->router, TRUECONF_TYPE_MESSAGE, NULL, ask, self, NULL);
  say_all (self);
  g_assert_cmpuint (self->n_asked, ==, MANY);

  for (guint i = 0; i < MANY / 2; i++)
    say (self, i, "yes");
  TC_WAIT (self->n_answered == MANY / 2);
  g_cancellable_cancel (self->cancellable);
  TC_WAIT (self->n_cancelled == MANY / 2);
  g_assert_cmpuint (self->n_asked, ==, MANY);
  g_assert_cmpuint (self->n_answered, ==, MANY / 2);
  g_assert_cmpuint (self->n_timed_out, ==, 0);
}

static void
test_timeouts (Scene *self, gconstpointer data)
{
  self->timeout = 0.02;
  trueconf_router_add_handler (self->router, TRUECONF_TYPE_MESSAGE, NULL, ask, self, NULL);
  say_all (self);
  TC_WAIT (self->n_timed_out == MANY);
  g_assert_cmpuint (self->n_asked, ==, MANY);
  g_assert_cmpuint (self->n_answered + self->n_cancelled, ==, 0);
}

static void
hold (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Scene *self = user_data;

  trueconf_context_hold (context);
  g_ptr_array_add (self->held, g_object_ref (context));
}

static void
test_handlers (Scene *self, gconstpointer data)
{
  g_autoptr (TrueconfActivityMiddleware) activity = trueconf_activity_middleware_new ();

  trueconf_activity_middleware_set_delay (activity, 3600);
  trueconf_router_add_inner_middleware (self->router, TRUECONF_MIDDLEWARE (activity));
  trueconf_dispatcher_set_handler_timeout (TRUECONF_DISPATCHER (self->router), 3600);
  trueconf_router_add_handler (self->router, TRUECONF_TYPE_MESSAGE, NULL, hold, self, NULL);
  say_all (self);
  g_assert_cmpuint (self->held->len, ==, MANY);
  for (guint i = 0; i < MANY; i++)
    trueconf_context_release (g_ptr_array_index (self->held, i));
  for (guint i = 0; i < MANY; i++)
    TC_WAIT (trueconf_context_get_done (g_ptr_array_index (self->held, i)));
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

#define ADD(name, func) g_test_add ("/many-waiting/" name, Scene, NULL, set_up, func, tear_down)
  ADD ("questions", test_questions);
  ADD ("timeouts", test_timeouts);
  ADD ("handlers", test_handlers);

  return g_test_run ();
}
