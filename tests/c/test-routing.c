/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which handler gets an event. */

#include <string.h>

#include "tc-bot.h"

/* A filter of the application's own: the text begins with a word. */
#define TEST_TYPE_PREFIX (test_prefix_get_type ())
G_DECLARE_FINAL_TYPE (TestPrefix, test_prefix, TEST, PREFIX, TrueconfFilter)

struct _TestPrefix
{
  TrueconfFilter parent_instance;

  const char *prefix;
};

G_DEFINE_FINAL_TYPE (TestPrefix, test_prefix, TRUECONF_TYPE_FILTER)

static gboolean
test_prefix_match (TrueconfFilter *filter, TrueconfEvent *event, TrueconfContext *context)
{
  const char *text =
      TRUECONF_IS_MESSAGE (event) ? trueconf_message_get_text (TRUECONF_MESSAGE (event)) : NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  if (text == NULL || !g_str_has_prefix (text, TEST_PREFIX (filter)->prefix))
    return FALSE;

  /* what a filter has found out, its handler need not find out again */
  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text + strlen (TEST_PREFIX (filter)->prefix));
  trueconf_context_set_data (context, "rest", &value);
  return TRUE;
}

static void
test_prefix_class_init (TestPrefixClass *klass)
{
  TRUECONF_FILTER_CLASS (klass)->match = test_prefix_match;
}

static void
test_prefix_init (TestPrefix *self)
{
}

static TrueconfFilter *
prefix_new (const char *prefix)
{
  TestPrefix *self = g_object_new (TEST_TYPE_PREFIX, NULL);

  self->prefix = prefix;
  return TRUECONF_FILTER (self);
}

/* A filter that only has what a filter has by default. */
#define TEST_TYPE_PLAIN (test_plain_get_type ())
G_DECLARE_FINAL_TYPE (TestPlain, test_plain, TEST, PLAIN, TrueconfFilter)

struct _TestPlain
{
  TrueconfFilter parent_instance;
};

G_DEFINE_FINAL_TYPE (TestPlain, test_plain, TRUECONF_TYPE_FILTER)

static void
test_plain_class_init (TestPlainClass *klass)
{
}

static void
test_plain_init (TestPlain *self)
{
}

/* Who was called, as letters. */
typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TrueconfRouter *root;
  GString *calls;
} RoutingFixture;

typedef struct
{
  RoutingFixture *fixture;
  char letter;
} Who;

static void
note (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Who *who = user_data;

  g_assert_true (trueconf_context_get_event (context) == event);
  g_assert_true (trueconf_context_get_bot (context) == who->fixture->bot);
  g_string_append_c (who->fixture->calls, who->letter);
}

static guint
add (RoutingFixture *self, TrueconfRouter *router, GType type, TrueconfFilter *filter, char letter)
{
  Who *who = g_new (Who, 1);
  guint id;

  who->fixture = self;
  who->letter = letter;
  id = trueconf_router_add_handler (router, type, filter, note, who, g_free);
  g_clear_object (&filter);

  return id;
}

static void
set_up (RoutingFixture *self, gconstpointer data)
{
  self->sandbox = tc_sandbox_new ();
  self->bot = tc_bot_new (self->sandbox);
  self->root = TRUECONF_ROUTER (trueconf_bot_get_dispatcher (self->bot));
  self->calls = g_string_new (NULL);
  /* what comes by itself comes before the handlers do */
  g_free (tc_sandbox_get_chat (self->sandbox, "nora"));
  tc_bot_start (self->bot);
  TC_WAIT (trueconf_bot_get_upload_limits (self->bot) != NULL);
}

static void
tear_down (RoutingFixture *self, gconstpointer data)
{
  if (self->bot != NULL)
    tc_bot_end (self->bot);
  tc_sandbox_free (self->sandbox);
  g_string_free (self->calls, TRUE);
}

static void
say_and_expect (RoutingFixture *self, const char *text, const char *calls)
{
  g_autoptr (TcWatch) watch = tc_watch_new (self->bot);

  g_string_truncate (self->calls, 0);
  tc_sandbox_say (self->sandbox, "nora", text);
  TC_WAIT (watch->messages->len == 1);
  g_clear_pointer (&watch, tc_watch_free);
  tc_drain ();
  g_assert_cmpstr (self->calls->str, ==, calls);
}

static void
test_first_match (RoutingFixture *self, gconstpointer data)
{
  add (self, self->root, TRUECONF_TYPE_UPDATE, NULL, 'u');
  add (self, self->root, TRUECONF_TYPE_MESSAGE, prefix_new ("/start"), 's');
  add (self, self->root, TRUECONF_TYPE_MESSAGE, prefix_new ("/"), 'c');
  add (self, self->root, TRUECONF_TYPE_MESSAGE, NULL, 'm');
  add (self, self->root, TRUECONF_TYPE_EVENT, NULL, 'e');

  say_and_expect (self, "/start now", "s");
  say_and_expect (self, "/stop", "c");
  say_and_expect (self, "hello", "m");
}

/* A filter that does not implement match() lets its handler have every event of its type. */
static void
test_default_filter (RoutingFixture *self, gconstpointer data)
{
  add (self, self->root, TRUECONF_TYPE_MESSAGE, g_object_new (TEST_TYPE_PLAIN, NULL), 'p');
  add (self, self->root, TRUECONF_TYPE_EVENT, NULL, 'e');

  say_and_expect (self, "hello", "p");
  say_and_expect (self, "/stop", "p");
  g_string_truncate (self->calls, 0);
  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'method':'dance','payload':{}}");
  TC_WAIT (g_str_equal (self->calls->str, "e"));
}

static void
test_event_types (RoutingFixture *self, gconstpointer data)
{
  add (self, self->root, TRUECONF_TYPE_MESSAGE, NULL, 'm');
  add (self, self->root, TRUECONF_TYPE_UPDATE, NULL, 'u');
  add (self, self->root, TRUECONF_TYPE_CHANGED_FILE_UPLOAD_LIMITS, NULL, 'l');
  add (self, self->root, TRUECONF_TYPE_EVENT, NULL, 'e');

  say_and_expect (self, "hello", "m");
  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'method':'dance','payload':{}}");
  TC_WAIT (g_str_equal (self->calls->str, "mu"));
  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'method':'getFileUploadLimits','payload':{'maxSize':17}}");
  TC_WAIT (g_str_equal (self->calls->str, "mul"));
  g_assert_cmpuint (trueconf_upload_limits_get_max_size (trueconf_bot_get_upload_limits (self->bot)), ==, 17);
}

static void
test_routers (RoutingFixture *self, gconstpointer data)
{
  g_autoptr (TrueconfRouter) first = trueconf_router_new ("first");
  g_autoptr (TrueconfRouter) second = trueconf_router_new ("second");
  g_autoptr (TrueconfRouter) inner = trueconf_router_new ("inner");

  add (self, first, TRUECONF_TYPE_MESSAGE, prefix_new ("a"), '1');
  add (self, inner, TRUECONF_TYPE_MESSAGE, prefix_new ("ab"), 'i');
  add (self, inner, TRUECONF_TYPE_MESSAGE, prefix_new ("b"), 'i');
  add (self, second, TRUECONF_TYPE_MESSAGE, NULL, '2');
  trueconf_router_include_router (first, inner);
  trueconf_router_include_router (self->root, first);
  trueconf_router_include_router (self->root, second);

  say_and_expect (self, "ab", "1");
  say_and_expect (self, "b", "i");
  say_and_expect (self, "c", "2");

  g_assert_true (trueconf_router_exclude_router (self->root, first));
  g_assert_false (trueconf_router_exclude_router (self->root, first));
  say_and_expect (self, "ab", "2");

  /* it may come back, at the end now */
  trueconf_router_include_router (self->root, first);
  say_and_expect (self, "ab", "2");
  g_assert_true (trueconf_router_exclude_router (self->root, second));
  say_and_expect (self, "ab", "1");
}

static void
test_allow_child (RoutingFixture *self, gconstpointer data)
{
  g_autoptr (TrueconfRouter) child = trueconf_router_new ("child");

  add (self, self->root, TRUECONF_TYPE_MESSAGE, NULL, 'r');
  add (self, child, TRUECONF_TYPE_MESSAGE, NULL, 'c');
  trueconf_router_include_router (self->root, child);

  g_assert_false (trueconf_router_get_allow_child_on_event (self->root));
  say_and_expect (self, "x", "r");
  trueconf_router_set_allow_child_on_event (self->root, TRUE);
  say_and_expect (self, "x", "rc");
}

static void
test_remove (RoutingFixture *self, gconstpointer data)
{
  guint first = add (self, self->root, TRUECONF_TYPE_MESSAGE, NULL, '1');

  add (self, self->root, TRUECONF_TYPE_MESSAGE, NULL, '2');
  say_and_expect (self, "x", "1");
  g_assert_true (trueconf_router_remove_handler (self->root, first));
  g_assert_false (trueconf_router_remove_handler (self->root, first));
  g_assert_false (trueconf_router_remove_handler (self->root, 12345));
  say_and_expect (self, "x", "2");
}

static void
read_data (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  RoutingFixture *self = user_data;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) none = G_VALUE_INIT;

  g_assert_true (trueconf_context_get_data (context, "rest", &value));
  g_string_append (self->calls, g_value_get_string (&value));
  g_assert_false (trueconf_context_get_data (context, "unknown", &none));
  g_assert_cmpstr (g_value_get_string (trueconf_context_peek_data (context, "rest")), ==,
                   g_value_get_string (&value));
  g_assert_null (trueconf_context_peek_data (context, "unknown"));
  trueconf_context_set_data (context, "rest", NULL);
  g_assert_false (trueconf_context_get_data (context, "rest", &none));

  /* a handler may ask a filter by itself */
  {
    g_autoptr (TrueconfFilter) same = prefix_new ("/say ");
    g_autoptr (TrueconfFilter) other = prefix_new ("/shout ");

    g_assert_true (trueconf_filter_match (same, event, context));
    g_assert_false (trueconf_filter_match (other, event, context));
  }
}

static void
test_context_data (RoutingFixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFilter) filter = prefix_new ("/say ");

  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, filter, read_data, self, NULL);
  say_and_expect (self, "/say it loud", "it loud");
  say_and_expect (self, "nothing", "");
}

typedef struct
{
  RoutingFixture *fixture;
  TrueconfRouter *router;
  guint id;
  gboolean destroyed;
} Suicide;

static void
suicide_free (gpointer data)
{
  ((Suicide *) data)->destroyed = TRUE;
}

static void
remove_myself (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Suicide *self = user_data;

  g_assert_true (trueconf_router_remove_handler (self->router, self->id));
  /* the data lives as long as the handler runs */
  g_assert_false (self->destroyed);
  g_string_append_c (self->fixture->calls, 's');
}

static void
test_removes_itself (RoutingFixture *self, gconstpointer data)
{
  Suicide suicide = { self, self->root, 0, FALSE };

  suicide.id = trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, NULL, remove_myself, &suicide,
                                            suicide_free);
  say_and_expect (self, "x", "s");
  g_assert_true (suicide.destroyed);
  say_and_expect (self, "x", "");
}

static void
remove_my_router (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Suicide *self = user_data;

  g_assert_true (trueconf_router_exclude_router (self->fixture->root, self->router));
  g_clear_object (&self->router);
  g_assert_false (self->destroyed);
  g_string_append_c (self->fixture->calls, 'r');
}

static void
test_removes_its_router (RoutingFixture *self, gconstpointer data)
{
  Suicide suicide = { self, trueconf_router_new ("doomed"), 0, FALSE };

  trueconf_router_add_handler (suicide.router, TRUECONF_TYPE_MESSAGE, NULL, remove_my_router, &suicide,
                               suicide_free);
  trueconf_router_include_router (self->root, suicide.router);
  say_and_expect (self, "x", "r");
  g_assert_true (suicide.destroyed);
  say_and_expect (self, "x", "");
}

static void
drop_the_bot (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  RoutingFixture *self = user_data;

  g_string_append_c (self->calls, 'b');
  g_clear_object (&self->bot);
}

/* The last reference of the application goes inside of a handler. */
static void
test_drops_the_bot (RoutingFixture *self, gconstpointer data)
{
  gpointer alive = self->bot;
  g_autoptr (GPtrArray) log = NULL;

  tc_log_begin ();
  g_object_add_weak_pointer (G_OBJECT (self->bot), &alive);
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, NULL, drop_the_bot, self, NULL);
  tc_sandbox_say (self->sandbox, "nora", "x");
  tc_sandbox_say (self->sandbox, "nora", "y");
  TC_WAIT (alive == NULL);
  log = tc_log_end ();
  g_assert_cmpuint (log->len, ==, 1);
  g_assert_true (tc_log_has (log, "nothing refers to it any more"));
  g_assert_cmpstr (self->calls->str, ==, "b");
  TC_WAIT (tc_sandbox_count_authorized (self->sandbox) == 0);
}

/* A handler that is added while an event is handed out sees the next one. */
static void
add_another (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  RoutingFixture *self = user_data;

  g_string_append_c (self->calls, 'a');
  add (self, self->root, TRUECONF_TYPE_MESSAGE, NULL, 'n');
}

static void
test_adds_another (RoutingFixture *self, gconstpointer data)
{
  g_autoptr (TrueconfFilter) filter = prefix_new ("add");

  trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, filter, add_another, self, NULL);
  say_and_expect (self, "add", "a");
  say_and_expect (self, "x", "n");
}

/* The signals of the bot see everything, whatever the routers do, and the detailed ones what they ask for. */
static void
count (TrueconfBot *bot, TrueconfEvent *event, gpointer user_data)
{
  guint *number = user_data;

  (*number)++;
}

static void
test_signals (RoutingFixture *self, gconstpointer data)
{
  guint all = 0;
  guint dances = 0;

  add (self, self->root, TRUECONF_TYPE_EVENT, NULL, 'e');
  g_signal_connect (self->bot, "event::dance", G_CALLBACK (count), &dances);
  g_signal_connect (self->bot, "event", G_CALLBACK (count), &all);
  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'method':'sing','payload':{}}");
  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'method':'dance','payload':{}}");
  TC_WAIT (dances == 1);
  g_assert_cmpuint (all, >=, 2);
}

typedef struct
{
  RoutingFixture *fixture;
  Who *who;
} Again;

static void
add_again (gpointer data)
{
  Again *again = data;

  trueconf_router_add_handler (again->fixture->root, TRUECONF_TYPE_MESSAGE, NULL, note, again->who, NULL);
}

/* What frees the data of a handler may change the router that it was in. */
static void
test_destroy_adds (RoutingFixture *self, gconstpointer data)
{
  Who who = { self, 'd' };
  Again again = { self, &who };
  guint id = trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, NULL, note, &again, add_again);

  g_assert_true (trueconf_router_remove_handler (self->root, id));
  say_and_expect (self, "x", "d");
}

static void
note_object (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  RoutingFixture *self = g_object_get_data (user_data, "fixture");

  g_assert_true (trueconf_context_get_event (context) == event);
  g_string_append_c (self->calls, 'o');
}

static void
drop_object (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  RoutingFixture *self = g_object_get_data (user_data, "fixture");

  /* it lives as long as the handler runs */
  g_object_unref (user_data);
  g_assert_true (G_IS_OBJECT (user_data));
  g_string_append_c (self->calls, 'd');
}

static GObject *
object_new (RoutingFixture *self)
{
  GObject *object = g_object_new (G_TYPE_OBJECT, NULL);

  g_object_set_data (object, "fixture", self);
  return object;
}

static void
test_object (RoutingFixture *self, gconstpointer data)
{
  GObject *object = object_new (self);
  g_autoptr (TrueconfFilter) filter = prefix_new ("object");
  gpointer watched = filter;
  guint id =
      trueconf_router_add_handler_object (self->root, TRUECONF_TYPE_MESSAGE, filter, note_object, object);

  g_object_add_weak_pointer (G_OBJECT (filter), &watched);
  g_clear_object (&filter);
  add (self, self->root, TRUECONF_TYPE_MESSAGE, NULL, 'm');
  say_and_expect (self, "object", "o");
  say_and_expect (self, "other", "m");

  g_assert_nonnull (watched);
  g_object_unref (object);
  g_assert_null (watched);
  g_assert_false (trueconf_router_remove_handler (self->root, id));
  say_and_expect (self, "object", "m");

  /* gone while it is being called */
  trueconf_router_add_handler_object (self->root, TRUECONF_TYPE_UPDATE, NULL, drop_object, object_new (self));
  g_string_truncate (self->calls, 0);
  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'method':'dance','payload':{}}");
  TC_WAIT (g_str_equal (self->calls->str, "d"));
  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'method':'dance','payload':{}}");
  say_and_expect (self, "x", "m");

  /* removed, or its router gone, before the object is */
  object = object_new (self);
  id = trueconf_router_add_handler_object (self->root, TRUECONF_TYPE_UPDATE, NULL, note_object, object);
  g_assert_true (trueconf_router_remove_handler (self->root, id));
  {
    g_autoptr (TrueconfRouter) router = trueconf_router_new ("short-lived");

    trueconf_router_add_handler_object (router, TRUECONF_TYPE_UPDATE, NULL, note_object, object);
  }
  g_object_unref (object);
}

/* A closure may call two handlers, and its data is freed when both are gone. */
static void
closure_data_free (gpointer data, GClosure *closure)
{
  *((Suicide *) data)->fixture->calls->str = 'f';
}

static void
note_closure (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Suicide *self = user_data;

  g_assert_true (TRUECONF_IS_MESSAGE (event));
  g_assert_true (TRUECONF_IS_CONTEXT (context));
  g_string_append_c (self->fixture->calls, 'c');
}

static void
test_closure (RoutingFixture *self, gconstpointer data)
{
  Suicide who = { self, NULL, 0, FALSE };
  GClosure *closure = g_cclosure_new (G_CALLBACK (note_closure), &who, closure_data_free);
  g_autoptr (TrueconfFilter) filter = prefix_new ("twice");
  guint first = trueconf_router_add_handler_closure (self->root, TRUECONF_TYPE_MESSAGE, NULL, closure);
  guint second = trueconf_router_add_handler_closure (self->root, TRUECONF_TYPE_MESSAGE, filter, closure);

  say_and_expect (self, "x", "c");
  g_assert_true (trueconf_router_remove_handler (self->root, first));
  say_and_expect (self, "twice", "c");
  say_and_expect (self, "x", "");
  g_string_assign (self->calls, "-");
  g_assert_true (trueconf_router_remove_handler (self->root, second));
  g_assert_cmpstr (self->calls->str, ==, "f");

  closure = g_cclosure_new (G_CALLBACK (note_closure), &who, NULL);
  trueconf_router_add_handler_closure (self->root, TRUECONF_TYPE_MESSAGE, NULL, closure);
  trueconf_router_add_handler_closure (self->root, TRUECONF_TYPE_MESSAGE, NULL, closure);
  say_and_expect (self, "x", "c");
  g_closure_invalidate (closure);
  say_and_expect (self, "x", "");
}

static void
test_wrong_handlers (RoutingFixture *self, gconstpointer data)
{
  g_autoptr (GObject) object = object_new (self);
  GClosure *closure = g_closure_ref (g_cclosure_new_object (G_CALLBACK (note_object), object));

  /* nobody who refuses it takes the floating reference */
  g_closure_sink (closure);

#define REFUSED(condition, call)                                                                             \
  g_test_expect_message ("Trueconf", G_LOG_LEVEL_CRITICAL, "*" condition "*");                               \
  g_assert_cmpuint (call, ==, 0);                                                                            \
  g_test_assert_expected_messages ();

  REFUSED ("event_type", trueconf_router_add_handler (self->root, G_TYPE_OBJECT, NULL, note, NULL, NULL))
  REFUSED ("func", trueconf_router_add_handler (self->root, TRUECONF_TYPE_EVENT, NULL, NULL, NULL, NULL))
  REFUSED ("event_type",
           trueconf_router_add_handler_object (self->root, G_TYPE_OBJECT, NULL, note_object, object))
  REFUSED ("G_IS_OBJECT",
           trueconf_router_add_handler_object (self->root, TRUECONF_TYPE_EVENT, NULL, note_object, NULL))
  REFUSED ("closure", trueconf_router_add_handler_closure (self->root, TRUECONF_TYPE_EVENT, NULL, NULL))
  REFUSED ("event_type", trueconf_router_add_handler_closure (self->root, G_TYPE_INT, NULL, closure))
  g_clear_object (&object);
  REFUSED ("is_invalid", trueconf_router_add_handler_closure (self->root, TRUECONF_TYPE_EVENT, NULL, closure))
  g_closure_unref (closure);
}

static void
test_wrong_routers (RoutingFixture *self, gconstpointer data)
{
  g_autoptr (TrueconfRouter) router = trueconf_router_new ("router");
  g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();

#define NOT_INCLUDED(condition, parent, child)                                                               \
  g_test_expect_message ("Trueconf", G_LOG_LEVEL_CRITICAL, "*" condition "*");                               \
  trueconf_router_include_router (parent, child);                                                            \
  g_test_assert_expected_messages ();

  NOT_INCLUDED ("is_inside", router, router)
  NOT_INCLUDED ("is_dispatcher", router, TRUECONF_ROUTER (dispatcher))
  trueconf_router_include_router (TRUECONF_ROUTER (dispatcher), router);
  NOT_INCLUDED ("is_inside", router, TRUECONF_ROUTER (dispatcher))
  NOT_INCLUDED ("get_parent", self->root, router)
  g_assert_true (trueconf_router_get_parent (router) == TRUECONF_ROUTER (dispatcher));
}

/* A name may be set to a part of itself. */
static void
test_name (RoutingFixture *self, gconstpointer data)
{
  g_autoptr (TrueconfRouter) router = trueconf_router_new ("the router");

  trueconf_router_set_name (router, trueconf_router_get_name (router) + strlen ("the "));
  g_assert_cmpstr (trueconf_router_get_name (router), ==, "router");
}

/* Says that it is through with an event that it does not hold, and that it goes on with one that is done. */
static void
release_too_often (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfContext **kept = user_data;

  g_test_expect_message ("Trueconf", G_LOG_LEVEL_CRITICAL, "*trueconf_context_release*n_holds > 0*");
  trueconf_context_release (context);
  g_test_assert_expected_messages ();
  g_assert_false (trueconf_context_get_done (context));

  trueconf_context_hold (context);
  g_assert_cmpuint (trueconf_context_get_n_holds (context), ==, 1);
  trueconf_context_release (context);
  g_assert_cmpuint (trueconf_context_get_n_holds (context), ==, 0);

  g_test_expect_message ("Trueconf", G_LOG_LEVEL_CRITICAL, "*trueconf_context_release*n_holds > 0*");
  trueconf_context_release (context);
  g_test_assert_expected_messages ();
  g_assert_false (trueconf_context_get_done (context));

  g_set_object (kept, context);
}

static void
test_misused_holds (RoutingFixture *self, gconstpointer data)
{
  g_autoptr (TrueconfContext) context = NULL;
  guint id = trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, NULL, release_too_often,
                                          &context, NULL);
  guint n_holds = 7;
  gboolean done = FALSE;

  say_and_expect (self, "x", "");
  g_assert_nonnull (context);
  g_object_get (context, "n-holds", &n_holds, "done", &done, NULL);
  g_assert_cmpuint (n_holds, ==, 0);
  g_assert_true (done);

  g_test_expect_message ("Trueconf", G_LOG_LEVEL_CRITICAL, "*trueconf_context_hold*done*");
  trueconf_context_hold (context);
  g_test_assert_expected_messages ();
  g_test_expect_message ("Trueconf", G_LOG_LEVEL_CRITICAL, "*trueconf_context_release*n_holds > 0*");
  trueconf_context_release (context);
  g_test_assert_expected_messages ();

  /* the chat goes on */
  trueconf_router_remove_handler (self->root, id);
  add (self, self->root, TRUECONF_TYPE_MESSAGE, NULL, 'm');
  say_and_expect (self, "y", "m");
}

#define ADD(name, func) g_test_add ("/routing/" name, RoutingFixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  ADD ("first-match", test_first_match);
  ADD ("default-filter", test_default_filter);
  ADD ("event-types", test_event_types);
  ADD ("routers", test_routers);
  ADD ("allow-child", test_allow_child);
  ADD ("remove", test_remove);
  ADD ("context-data", test_context_data);
  ADD ("removes-itself", test_removes_itself);
  ADD ("removes-its-router", test_removes_its_router);
  ADD ("drops-the-bot", test_drops_the_bot);
  ADD ("adds-another", test_adds_another);
  ADD ("signals", test_signals);
  ADD ("misused-holds", test_misused_holds);
  ADD ("destroy-adds", test_destroy_adds);
  ADD ("object", test_object);
  ADD ("closure", test_closure);
  ADD ("wrong-handlers", test_wrong_handlers);
  ADD ("wrong-routers", test_wrong_routers);
  ADD ("name", test_name);

  return g_test_run ();
}
