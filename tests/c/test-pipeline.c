/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The way of an event: outer middlewares, filters, inner middlewares, handlers, and back. */

#include <string.h>

#include "tc-bot.h"

/* What happened, as words: ">d" a middleware named d gets the event, "<d" it has come back to it. */
typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TrueconfRouter *root;
  TrueconfRouter *parent;
  TrueconfRouter *child;
  TrueconfRouter *other;
  GString *trace;
} Pipeline;

static void trace (Pipeline *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
trace (Pipeline *self, const char *format, ...)
{
  va_list arguments;

  if (self->trace->len > 0)
    g_string_append_c (self->trace, ' ');
  va_start (arguments, format);
  g_string_append_vprintf (self->trace, format, arguments);
  va_end (arguments);
}

typedef enum
{
  GO_ON,
  GO_ON_AND_WAIT,
  GO_ON_LATER,
  BLOCK,
  FAIL,
} Manner;

typedef struct
{
  Pipeline *pipeline;
  char name[8];
  Manner manner;
} Part;

static Part *
part_new (Pipeline *self, const char *name, Manner manner)
{
  Part *part = g_new0 (Part, 1);

  part->pipeline = self;
  g_strlcpy (part->name, name, sizeof part->name);
  part->manner = manner;

  return part;
}

static void
back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Part *part = user_data;
  TrueconfNext *next = TRUECONF_NEXT (source);
  g_autoptr (GError) error = NULL;

  g_assert_true (trueconf_next_get_returned (next));
  if (trueconf_next_run_finish (next, result, &error))
    trace (part->pipeline, "<%s%s", part->name, trueconf_next_get_handled (next) ? "" : "?");
  else
    trace (part->pipeline, "<%s!%s", part->name, trueconf_next_get_error (next)->message);
}

static gboolean
later_cb (gpointer data)
{
  trueconf_next_run (data);
  return G_SOURCE_REMOVE;
}

static void
process (TrueconfEvent *event, TrueconfContext *context, TrueconfNext *next, gpointer user_data)
{
  Part *part = user_data;
  g_autoptr (GError) error = NULL;

  trace (part->pipeline, ">%s", part->name);
  g_assert_false (trueconf_next_get_has_run (next));
  g_assert_false (trueconf_next_get_handled (next));

  switch (part->manner)
    {
    case GO_ON:
      trueconf_next_run (next);
      g_assert_true (trueconf_next_get_has_run (next));
      break;

    case GO_ON_AND_WAIT:
      trueconf_next_run_async (next, NULL, back_cb, part);
      break;

    case GO_ON_LATER:
      g_idle_add_full (G_PRIORITY_DEFAULT, later_cb, g_object_ref (next), g_object_unref);
      break;

    case FAIL:
      error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "%s", part->name);
      trueconf_next_fail (next, error);
      break;

    case BLOCK:
    default:
      break;
    }
}

static void
add_outer (Pipeline *self, TrueconfRouter *router, const char *name, Manner manner)
{
  g_autoptr (TrueconfMiddleware) middleware =
      trueconf_middleware_new_func (process, part_new (self, name, manner), g_free);

  trueconf_router_add_outer_middleware (router, middleware);
}

static void
add_inner (Pipeline *self, TrueconfRouter *router, const char *name, Manner manner)
{
  g_autoptr (TrueconfMiddleware) middleware =
      trueconf_middleware_new_func (process, part_new (self, name, manner), g_free);

  trueconf_router_add_inner_middleware (router, middleware);
}

static gboolean
filter_cb (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Part *part = user_data;

  trace (part->pipeline, "?%s", part->name);
  return part->manner == GO_ON;
}

static gboolean
answer_true_cb (gpointer data)
{
  g_task_return_boolean (data, TRUE);
  return G_SOURCE_REMOVE;
}

static gboolean
answer_false_cb (gpointer data)
{
  g_task_return_boolean (data, FALSE);
  return G_SOURCE_REMOVE;
}

static void
async_filter_cb (TrueconfEvent *event, TrueconfContext *context, GTask *task, gpointer user_data)
{
  Part *part = user_data;

  trace (part->pipeline, "~%s", part->name);
  switch (part->manner)
    {
    case GO_ON:
      g_task_return_boolean (task, TRUE);
      break;

    case GO_ON_LATER:
      g_idle_add_full (G_PRIORITY_DEFAULT, answer_true_cb, g_object_ref (task), g_object_unref);
      break;

    case FAIL:
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", part->name);
      break;

    case GO_ON_AND_WAIT:
    case BLOCK:
    default:
      g_idle_add_full (G_PRIORITY_DEFAULT, answer_false_cb, g_object_ref (task), g_object_unref);
      break;
    }
}

static gboolean
release_cb (gpointer data)
{
  trueconf_context_release (data);
  return G_SOURCE_REMOVE;
}

static void
handler_cb (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Part *part = user_data;
  g_autoptr (GError) error = NULL;

  trace (part->pipeline, "%s", part->name);
  switch (part->manner)
    {
    case FAIL:
      error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "%s", part->name);
      trueconf_context_fail (context, error);
      break;

    case BLOCK:
      trueconf_context_skip (context);
      break;

    case GO_ON_LATER:
      trueconf_context_hold (context);
      g_idle_add_full (G_PRIORITY_DEFAULT, release_cb, g_object_ref (context), g_object_unref);
      break;

    case GO_ON:
    case GO_ON_AND_WAIT:
    default:
      break;
    }
}

static guint
add_handler (Pipeline *self, TrueconfRouter *router, TrueconfFilter *filter, const char *name, Manner manner)
{
  guint id = trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, filter, handler_cb,
                                          part_new (self, name, manner), g_free);

  g_assert_true (trueconf_router_set_handler_name (router, id, name));
  g_clear_object (&filter);
  return id;
}

static TrueconfFilter *
filter_new (Pipeline *self, const char *name, Manner manner)
{
  return trueconf_filter_new_func (filter_cb, part_new (self, name, manner), g_free);
}

static TrueconfFilter *
async_filter_new (Pipeline *self, const char *name, Manner manner)
{
  return trueconf_filter_new_async_func (async_filter_cb, part_new (self, name, manner), g_free);
}

static void
set_up (Pipeline *self, gconstpointer data)
{
  self->sandbox = tc_sandbox_new ();
  self->bot = tc_bot_new (self->sandbox);
  trueconf_bot_set_receive_system_messages (self->bot, TRUE);
  self->root = TRUECONF_ROUTER (trueconf_bot_get_dispatcher (self->bot));
  self->parent = trueconf_router_new ("parent");
  self->child = trueconf_router_new ("child");
  self->other = trueconf_router_new ("other");
  trueconf_router_include_router (self->root, self->parent);
  trueconf_router_include_router (self->parent, self->child);
  trueconf_router_include_router (self->root, self->other);
  self->trace = g_string_new (NULL);
  /* what comes by itself comes before the handlers do */
  g_free (tc_sandbox_get_chat (self->sandbox, "nora"));
  tc_bot_start (self->bot);
  TC_WAIT (trueconf_bot_get_upload_limits (self->bot) != NULL);
}

static void
tear_down (Pipeline *self, gconstpointer data)
{
  tc_bot_end (self->bot);
  g_object_unref (self->parent);
  g_object_unref (self->child);
  g_object_unref (self->other);
  tc_sandbox_free (self->sandbox);
  g_string_free (self->trace, TRUE);
}

/* The next message of a chat is only handled when this one is done, so the trace of two shows that nothing is left. */
static void
say_and_expect (Pipeline *self, const char *text, const char *expected)
{
  g_autoptr (TcWatch) watch = tc_watch_new (self->bot);

  g_string_truncate (self->trace, 0);
  tc_sandbox_say (self->sandbox, "nora", text);
  TC_WAIT (watch->messages->len == 1);
  g_clear_pointer (&watch, tc_watch_free);
  tc_drain ();
  g_assert_cmpstr (self->trace->str, ==, expected);
}

/* A message that comes while this one is on its way waits for it. */
static void
expect_twice (Pipeline *self, const char *expected)
{
  g_autofree char *twice = g_strdup_printf ("%s %s", expected, expected);

  say_and_expect (self, "one", expected);
  g_string_truncate (self->trace, 0);
  tc_sandbox_say (self->sandbox, "nora", "two");
  tc_sandbox_say (self->sandbox, "nora", "three");
  TC_WAIT (self->trace->len >= strlen (twice));
  tc_drain ();
  g_assert_cmpstr (self->trace->str, ==, twice);
}

static void
add_all (Pipeline *self, Manner manner)
{
  add_outer (self, self->root, "D", manner);
  add_outer (self, self->parent, "P", manner);
  add_outer (self, self->parent, "Q", manner);
  add_outer (self, self->child, "C", manner);
  add_outer (self, self->other, "O", manner);
  add_inner (self, self->root, "d", manner);
  add_inner (self, self->parent, "p", manner);
  add_inner (self, self->parent, "q", manner);
  add_inner (self, self->child, "c", manner);
}

static void
test_order (Pipeline *self, gconstpointer data)
{
  add_all (self, GO_ON_AND_WAIT);
  add_handler (self, self->parent, filter_new (self, "f1", BLOCK), "h1", GO_ON);
  add_handler (self, self->child, filter_new (self, "f2", GO_ON), "h2", GO_ON);
  add_handler (self, self->child, NULL, "h3", GO_ON);
  add_handler (self, self->other, NULL, "h4", GO_ON);

  expect_twice (self, ">D >P >Q ?f1 >C ?f2 >d >p >q >c h2 <c <q <p <d <C <Q <P <D");
}

static void
test_later (Pipeline *self, gconstpointer data)
{
  add_all (self, GO_ON_LATER);
  add_handler (self, self->parent, async_filter_new (self, "f1", BLOCK), "h1", GO_ON);
  add_handler (self, self->child, async_filter_new (self, "f2", GO_ON_LATER), "h2", GO_ON_LATER);
  add_handler (self, self->other, NULL, "h4", GO_ON);

  expect_twice (self, ">D >P >Q ~f1 >C ~f2 >d >p >q >c h2");
}

/* Outer middlewares see events that no handler takes as well, each router's own once. */
static void
test_nobody (Pipeline *self, gconstpointer data)
{
  add_all (self, GO_ON_AND_WAIT);
  add_handler (self, self->child, filter_new (self, "f", BLOCK), "h", GO_ON);

  expect_twice (self, ">D >P >Q >C ?f <C? <Q? <P? >O <O? <D?");
}

/* What is blocked counts as handled: neither children nor siblings get it. */
static void
test_blocked (Pipeline *self, gconstpointer data)
{
  g_autoptr (TrueconfMiddleware) middleware = NULL;

  add_outer (self, self->root, "D", GO_ON_AND_WAIT);
  add_outer (self, self->parent, "P", BLOCK);
  add_handler (self, self->parent, NULL, "h1", GO_ON);
  add_handler (self, self->child, NULL, "h2", GO_ON);
  add_handler (self, self->other, NULL, "h4", GO_ON);
  trueconf_router_add_fallback (self->root, TRUECONF_TYPE_MESSAGE, NULL, handler_cb,
                                part_new (self, "fb", GO_ON), g_free);
  expect_twice (self, ">D >P <D");

  middleware = trueconf_middleware_new_func (process, part_new (self, "B", BLOCK), g_free);
  trueconf_router_add_inner_middleware (self->root, middleware);
  g_assert_true (trueconf_router_exclude_router (self->root, self->parent));
  expect_twice (self, ">D >B <D");

  g_assert_true (trueconf_router_remove_inner_middleware (self->root, middleware));
  g_assert_false (trueconf_router_remove_inner_middleware (self->root, middleware));
  expect_twice (self, ">D h4 <D");

  trueconf_router_add_outer_middleware (self->root, middleware);
  expect_twice (self, ">D >B <D");
  g_assert_true (trueconf_router_remove_outer_middleware (self->root, middleware));
  g_assert_false (trueconf_router_remove_outer_middleware (self->root, middleware));
  expect_twice (self, ">D h4 <D");
}

static void
test_allow_child (Pipeline *self, gconstpointer data)
{
  g_autoptr (TrueconfRouter) second = trueconf_router_new ("second");

  trueconf_router_include_router (self->parent, second);
  add_handler (self, self->parent, NULL, "a", GO_ON_LATER);
  add_handler (self, self->child, NULL, "c1", GO_ON_LATER);
  add_handler (self, second, NULL, "c2", GO_ON);
  add_handler (self, self->other, NULL, "o", GO_ON);

  expect_twice (self, "a");
  trueconf_router_set_allow_child_on_event (self->parent, TRUE);
  expect_twice (self, "a c1");
}

static void
test_route_to_all (Pipeline *self, gconstpointer data)
{
  TrueconfDispatcher *dispatcher = TRUECONF_DISPATCHER (self->root);
  gboolean all;

  add_handler (self, self->parent, NULL, "h1", GO_ON_LATER);
  add_handler (self, self->child, NULL, "h2", GO_ON);
  add_handler (self, self->other, NULL, "h4", GO_ON);

  expect_twice (self, "h1");
  g_object_set (dispatcher, "route-to-all", TRUE, NULL);
  expect_twice (self, "h1 h4");
  g_object_get (dispatcher, "route-to-all", &all, NULL);
  g_assert_true (all);

  /* blocked in one tree, not in the others */
  add_outer (self, self->parent, "P", BLOCK);
  expect_twice (self, ">P h4");
  trueconf_dispatcher_set_route_to_all (dispatcher, FALSE);
  g_assert_false (trueconf_dispatcher_get_route_to_all (dispatcher));
  expect_twice (self, ">P");
}

static gboolean
on_error (const GError *error, TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Part *part = user_data;
  const char *handler = trueconf_context_get_handler_name (context);

  g_assert_true (trueconf_context_get_event (context) == event);
  trace (part->pipeline, "%s(%s,%s,%s)", part->name, error->message,
         trueconf_context_get_router_name (context), handler != NULL ? handler : "-");
  if (part->manner == GO_ON_LATER)
    {
      trueconf_context_hold (context);
      g_idle_add_full (G_PRIORITY_DEFAULT, release_cb, g_object_ref (context), g_object_unref);
    }

  return part->manner != BLOCK;
}

static guint
add_error_handler (Pipeline *self, TrueconfRouter *router, const char *name, Manner manner)
{
  return trueconf_router_add_error_handler (router, on_error, part_new (self, name, manner), g_free);
}

static void
error_cb (TrueconfDispatcher *dispatcher, const GError *error, TrueconfEvent *event, Pipeline *self)
{
  trace (self, "signal(%s)", error->message);
}

static void
test_errors (Pipeline *self, gconstpointer data)
{
  guint nearest;

  g_signal_connect (self->root, "error", G_CALLBACK (error_cb), self);
  add_outer (self, self->root, "D", GO_ON_AND_WAIT);
  add_inner (self, self->parent, "p", GO_ON_AND_WAIT);
  add_handler (self, self->child, NULL, "bad", FAIL);
  add_error_handler (self, self->root, "r1", BLOCK);
  add_error_handler (self, self->root, "r2", GO_ON_LATER);
  add_error_handler (self, self->parent, "e", BLOCK);
  nearest = add_error_handler (self, self->child, "n", GO_ON);

  /* the nearest router first, and nothing is logged when one has dealt with it; a middleware sees it all the same */
  expect_twice (self, ">D >p bad n(bad,child,bad) <p!bad <D!bad");
  g_assert_true (trueconf_router_remove_handler (self->child, nearest));
  g_assert_false (trueconf_router_remove_handler (self->child, nearest));
  expect_twice (self, ">D >p bad e(bad,child,bad) r1(bad,child,bad) r2(bad,child,bad) <p!bad <D!bad");
}

static void
test_error_that_nobody_takes (Pipeline *self, gconstpointer data)
{
  g_autoptr (GPtrArray) log = NULL;

  g_signal_connect (self->root, "error", G_CALLBACK (error_cb), self);
  add_error_handler (self, self->child, "n", BLOCK);
  add_handler (self, self->child, NULL, "bad", FAIL);

  tc_log_begin ();
  say_and_expect (self, "x", "bad n(bad,child,bad) signal(bad)");
  log = tc_log_end ();
  g_assert_cmpuint (log->len, ==, 1);
  g_assert_true (tc_log_has (log, "handler “bad” of router “child” has failed: bad"));
}

static void
test_errors_of_others (Pipeline *self, gconstpointer data)
{
  add_error_handler (self, self->root, "r", GO_ON);
  add_outer (self, self->root, "D", GO_ON_AND_WAIT);
  add_handler (self, self->parent, async_filter_new (self, "f", FAIL), "h1", GO_ON);
  add_handler (self, self->child, NULL, "h2", GO_ON);

  /* a filter that fails does not match */
  expect_twice (self, ">D ~f r(f,parent,-) h2 <D");

  /* an event whose middleware fails goes no further */
  add_inner (self, self->child, "c", FAIL);
  expect_twice (self, ">D ~f r(f,parent,-) >c r(c,child,-) <D!c");
  add_outer (self, self->parent, "P", FAIL);
  expect_twice (self, ">D >P r(P,parent,-) <D!P");
}

static void
test_skip (Pipeline *self, gconstpointer data)
{
  add_outer (self, self->root, "D", GO_ON_AND_WAIT);
  add_inner (self, self->root, "d", GO_ON_AND_WAIT);
  add_handler (self, self->parent, NULL, "not1", BLOCK);
  add_handler (self, self->parent, filter_new (self, "f", GO_ON), "not2", BLOCK);
  add_handler (self, self->child, NULL, "h", GO_ON);
  add_handler (self, self->other, NULL, "o", GO_ON);

  expect_twice (self, ">D >d not1 <d? ?f >d not2 <d? >d h <d <D");
}

static void
test_fallback (Pipeline *self, gconstpointer data)
{
  guint id;

  add_inner (self, self->root, "d", GO_ON_AND_WAIT);
  add_inner (self, self->child, "c", GO_ON_AND_WAIT);
  id = trueconf_router_add_fallback (self->child, TRUECONF_TYPE_MESSAGE, NULL, handler_cb,
                                     part_new (self, "fb", GO_ON), g_free);
  g_assert_true (trueconf_router_set_handler_name (self->child, id, "fb"));
  trueconf_router_add_fallback (self->root, TRUECONF_TYPE_UPDATE, NULL, handler_cb,
                                part_new (self, "wrong", GO_ON), g_free);
  add_handler (self, self->other, filter_new (self, "f", BLOCK), "o", GO_ON);
  expect_twice (self, "?f >d >c fb <c <d");

  add_handler (self, self->other, NULL, "o", GO_ON);
  expect_twice (self, "?f >d o <d");
  g_assert_true (trueconf_router_remove_handler (self->child, id));
}

static void
set_string (TrueconfContext *context, const char *key, const char *string)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, string);
  trueconf_context_set_data (context, key, &value);
}

static const char *
get_string (TrueconfContext *context, const char *key)
{
  const GValue *value = trueconf_context_peek_data (context, key);

  return value != NULL ? g_value_get_string (value) : "-";
}

static void
put_and_go_on (TrueconfEvent *event, TrueconfContext *context, TrueconfNext *next, gpointer user_data)
{
  set_string (context, user_data, "middleware");
  set_string (context, "last", user_data);
  trueconf_next_run (next);
}

static gboolean
put_and_match (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  set_string (context, user_data, "filter");
  set_string (context, "last", user_data);
  g_assert_cmpstr (get_string (context, "last"), ==, user_data);
  g_assert_cmpstr (get_string (context, "outer"), ==, "middleware");
  return g_str_equal (user_data, "yes");
}

static void
show_data (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Pipeline *self = user_data;

  trace (self, "outer=%s inner=%s no=%s yes=%s last=%s", get_string (context, "outer"),
         get_string (context, "inner"), get_string (context, "no"), get_string (context, "yes"),
         get_string (context, "last"));
}

/* What a filter that does not match has stored is gone; what an inner middleware stores reaches the handler. */
static void
test_data (Pipeline *self, gconstpointer data)
{
  g_autoptr (TrueconfMiddleware) outer =
      trueconf_middleware_new_func (put_and_go_on, (gpointer) "outer", NULL);
  g_autoptr (TrueconfMiddleware) inner =
      trueconf_middleware_new_func (put_and_go_on, (gpointer) "inner", NULL);
  g_autoptr (TrueconfFilter) no = trueconf_filter_new_func (put_and_match, (gpointer) "no", NULL);
  g_autoptr (TrueconfFilter) yes = trueconf_filter_new_func (put_and_match, (gpointer) "yes", NULL);

  trueconf_router_add_outer_middleware (self->root, outer);
  add_handler (self, self->parent, g_object_ref (no), "h", GO_ON);
  trueconf_router_add_handler (self->child, TRUECONF_TYPE_MESSAGE, yes, show_data, self, NULL);
  expect_twice (self, "outer=middleware inner=- no=- yes=filter last=yes");

  trueconf_router_add_inner_middleware (self->parent, inner);
  expect_twice (self, "outer=middleware inner=middleware no=- yes=filter last=inner");
}

static void
keep (TrueconfEvent *event, TrueconfContext *context, TrueconfNext *next, gpointer user_data)
{
  TrueconfNext **kept = user_data;

  g_set_object (kept, next);
}

/* A middleware that keeps the way on keeps its event from being done, until it says that it has finished. */
static void
test_kept (Pipeline *self, gconstpointer data)
{
  g_autoptr (TrueconfNext) kept = NULL;
  g_autoptr (TrueconfMiddleware) middleware = trueconf_middleware_new_func (keep, &kept, NULL);

  trueconf_router_add_outer_middleware (self->root, middleware);
  add_handler (self, self->root, NULL, "h", GO_ON);

  tc_sandbox_say (self->sandbox, "nora", "one");
  tc_sandbox_say (self->sandbox, "nora", "two");
  TC_WAIT (kept != NULL);
  tc_drain ();
  g_assert_cmpstr (self->trace->str, ==, "");

  /* the handler runs, but the second message still waits */
  trueconf_next_run (kept);
  tc_drain ();
  g_assert_cmpstr (self->trace->str, ==, "h");
  g_assert_true (trueconf_next_get_handled (kept));

  {
    g_autoptr (TrueconfNext) first = g_object_ref (kept);

    trueconf_next_end (first);
    trueconf_next_end (first);
    TC_WAIT (kept != first);
    trueconf_next_run (kept);
    tc_drain ();
    g_assert_cmpstr (self->trace->str, ==, "h h");
  }
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pipeline *self = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_false (trueconf_next_run_finish (TRUECONF_NEXT (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  trace (self, "cancelled");
}

static GCancellable *cancellable;

static void
wait_cancellably (TrueconfEvent *event, TrueconfContext *context, TrueconfNext *next, gpointer user_data)
{
  trueconf_next_run_async (next, cancellable, cancelled_cb, user_data);
}

static void
hold_for_good (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfContext **held = user_data;

  trueconf_context_hold (context);
  g_set_object (held, context);
}

static void
test_cancelled (Pipeline *self, gconstpointer data)
{
  g_autoptr (TrueconfContext) held = NULL;
  g_autoptr (TrueconfMiddleware) middleware = trueconf_middleware_new_func (wait_cancellably, self, NULL);

  cancellable = g_cancellable_new ();
  trueconf_router_add_inner_middleware (self->root, middleware);
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, NULL, hold_for_good, &held, NULL);
  tc_sandbox_say (self->sandbox, "nora", "one");
  TC_WAIT (held != NULL);
  g_cancellable_cancel (cancellable);
  TC_WAIT (g_str_equal (self->trace->str, "cancelled"));

  /* the handler was not */
  g_assert_false (trueconf_context_get_done (held));
  trueconf_context_release (held);
  tc_drain ();
  g_assert_true (trueconf_context_get_done (held));
  g_clear_object (&cancellable);
}

/* A class of middlewares that does nothing by itself lets everything through. */
static void
test_default_middleware (Pipeline *self, gconstpointer data)
{
  g_autoptr (TrueconfMiddleware) middleware = g_object_new (TRUECONF_TYPE_MIDDLEWARE, NULL);

  trueconf_router_add_outer_middleware (self->root, middleware);
  add_handler (self, self->root, NULL, "h", GO_ON);
  expect_twice (self, "h");
}

static void
test_parents (Pipeline *self, gconstpointer data)
{
  g_assert_true (trueconf_router_get_parent (self->child) == self->parent);
  g_assert_true (trueconf_router_get_parent (self->parent) == self->root);
  g_assert_null (trueconf_router_get_parent (self->root));
  g_assert_true (trueconf_router_exclude_router (self->parent, self->child));
  g_assert_null (trueconf_router_get_parent (self->child));
}

static void
note_event (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Part *part = user_data;

  g_assert_true (TRUECONF_IS_SYSTEM_MESSAGE (event));
  g_assert_cmpint (trueconf_event_get_event_type (event), ==, TRUECONF_EVENT_TYPE_SYSTEM_MESSAGE);
  g_assert_cmpint (trueconf_message_get_message_type (TRUECONF_MESSAGE (event)), ==,
                   TRUECONF_MESSAGE_TYPE_EDIT_CHAT_TITLE);
  trace (part->pipeline, "%s", part->name);
}

static void
count_cb (TrueconfBot *bot, TrueconfMessage *message, guint *count)
{
  (*count)++;
}

/* What the server notes in a chat is not what users write there. */
static void
test_system_messages (Pipeline *self, gconstpointer data)
{
  guint count = 0;

  g_signal_connect (self->bot, "message", G_CALLBACK (count_cb), &count);
  add_handler (self, self->root, NULL, "m", GO_ON);
  trueconf_router_add_handler (self->other, TRUECONF_TYPE_SYSTEM_MESSAGE, NULL, note_event,
                               part_new (self, "s", GO_ON), g_free);
  tc_sandbox_do (self->sandbox, "/sandbox/say",
                 "{'from':'nora','to':'echo_bot','system':{'type':21,'content':{'title':'New'}}}");
  TC_WAIT (g_str_equal (self->trace->str, "s"));
  g_assert_cmpuint (count, ==, 0);
  say_and_expect (self, "x", "m");
  g_assert_cmpuint (count, ==, 1);
}

static void
drop_task (TrueconfEvent *event, TrueconfContext *context, GTask *task, gpointer user_data)
{
  Pipeline *self = user_data;

  trace (self, "dropped");
}

/* With newer GLib this is reported as what it is, a mistake in the program. */
static void
test_dropped_task (Pipeline *self, gconstpointer data)
{
  g_autoptr (TrueconfFilter) filter = trueconf_filter_new_async_func (drop_task, self, NULL);

  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, filter, handler_cb,
                               part_new (self, "h1", GO_ON), g_free);
  add_handler (self, self->parent, NULL, "h2", GO_ON);
  tc_log_begin ();
  say_and_expect (self, "x", "dropped h2");
  g_ptr_array_unref (tc_log_end ());
}

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

#define ADD(path, function) g_test_add (path, Pipeline, NULL, set_up, function, tear_down)
  ADD ("/pipeline/order", test_order);
  ADD ("/pipeline/later", test_later);
  ADD ("/pipeline/nobody", test_nobody);
  ADD ("/pipeline/blocked", test_blocked);
  ADD ("/pipeline/allow-child", test_allow_child);
  ADD ("/pipeline/route-to-all", test_route_to_all);
  ADD ("/pipeline/errors", test_errors);
  ADD ("/pipeline/error-that-nobody-takes", test_error_that_nobody_takes);
  ADD ("/pipeline/errors-of-others", test_errors_of_others);
  ADD ("/pipeline/skip", test_skip);
  ADD ("/pipeline/fallback", test_fallback);
  ADD ("/pipeline/data", test_data);
  ADD ("/pipeline/kept", test_kept);
  ADD ("/pipeline/cancelled", test_cancelled);
  ADD ("/pipeline/default-middleware", test_default_middleware);
  ADD ("/pipeline/parents", test_parents);
  ADD ("/pipeline/system-messages", test_system_messages);
  ADD ("/pipeline/dropped-task", test_dropped_task);

  return g_test_run ();
}
