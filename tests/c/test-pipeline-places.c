/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An event that is blocked, or meets an error, at each place of its way. What has to happen is in tests/data/pipeline.json, which the
 * tests in Python and JavaScript read as well. */

#include <string.h>

#include "tc-bot.h"

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  GString *trace;
} Fixture;

typedef struct
{
  Fixture *fixture;
  const char *name;
} Place;

static void
note (Fixture *fixture, const char *prefix, const char *name, const char *suffix)
{
  g_string_append_printf (fixture->trace, "%s%s%s%s", fixture->trace->len > 0 ? " " : "", prefix, name,
                          suffix);
}

static Place *
place_new (Fixture *fixture, const char *name)
{
  Place *place = g_new (Place, 1);

  place->fixture = fixture;
  place->name = name;
  return place;
}

/* Whether the text of the message is, for example, "block D". */
static gboolean
is_told_to (TrueconfEvent *event, const char *what, Place *place)
{
  g_autofree char *text = g_strdup_printf ("%s %s", what, place->name);

  return g_strcmp0 (trueconf_message_get_text (TRUECONF_MESSAGE (event)), text) == 0;
}

static GError *
error_new (void)
{
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "no");
}

static void
back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Place *place = user_data;
  TrueconfNext *next = TRUECONF_NEXT (source);

  if (!trueconf_next_run_finish (next, result, NULL))
    note (place->fixture, "/", place->name, "!");
  else
    note (place->fixture, "/", place->name, trueconf_next_get_handled (next) ? "" : "?");
}

static void
process (TrueconfEvent *event, TrueconfContext *context, TrueconfNext *next, gpointer user_data)
{
  Place *place = user_data;
  g_autoptr (GError) error = error_new ();

  if (!TRUECONF_IS_MESSAGE (event))
    {
      trueconf_next_run (next);
      return;
    }

  note (place->fixture, "", place->name, "");
  if (is_told_to (event, "fail", place))
    trueconf_next_fail (next, error);
  else if (!is_told_to (event, "block", place))
    trueconf_next_run_async (next, NULL, back_cb, place);
}

static TrueconfMiddleware *
middleware_new (Fixture *fixture, const char *name)
{
  return trueconf_middleware_new_func (process, place_new (fixture, name), g_free);
}

static void
answer_in_thread (GTask *task, gpointer source, gpointer event, GCancellable *cancellable)
{
  if (g_str_has_prefix (trueconf_message_get_text (event), "fail filter"))
    g_task_return_error (task, error_new ());
  else
    g_task_return_boolean (task, g_strcmp0 (trueconf_message_get_text (event), "block filter") != 0);
}

/* As a filter does that asks a database. */
static void
ask (TrueconfEvent *event, TrueconfContext *context, GTask *task, gpointer user_data)
{
  Place *place = user_data;

  note (place->fixture, "", place->name, "");
  g_task_set_task_data (task, g_object_ref (event), g_object_unref);
  g_task_run_in_thread (task, answer_in_thread);
}

static void
handle (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Place *place = user_data;
  g_autoptr (GError) error = error_new ();

  note (place->fixture, "", place->name, "");
  if (is_told_to (event, "fail", place))
    trueconf_context_fail (context, error);
}

static gboolean
take_error (const GError *error, TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  const char *router = trueconf_context_get_router_name (context);

  note (user_data, "error(", router != NULL ? router : "", ")");
  return TRUE;
}

static void
add_places (Fixture *fixture)
{
  static const char *const names[][2] = { { "D", "d" }, { "P", "p" }, { "C", "c" } };
  TrueconfRouter *root = TRUECONF_ROUTER (trueconf_bot_get_dispatcher (fixture->bot));
  g_autoptr (TrueconfRouter) parent = trueconf_router_new ("parent");
  g_autoptr (TrueconfRouter) child = trueconf_router_new ("child");
  g_autoptr (TrueconfFilter) filter =
      trueconf_filter_new_async_func (ask, place_new (fixture, "filter"), g_free);
  TrueconfRouter *routers[] = { root, parent, child };

  trueconf_router_include_router (root, parent);
  trueconf_router_include_router (parent, child);
  for (guint i = 0; i < G_N_ELEMENTS (routers); i++)
    {
      g_autoptr (TrueconfMiddleware) outer = middleware_new (fixture, names[i][0]);
      g_autoptr (TrueconfMiddleware) inner = middleware_new (fixture, names[i][1]);

      trueconf_router_add_outer_middleware (routers[i], outer);
      trueconf_router_add_inner_middleware (routers[i], inner);
    }
  trueconf_router_add_handler (child, TRUECONF_TYPE_MESSAGE, filter, handle, place_new (fixture, "handler"),
                               g_free);
  trueconf_router_add_fallback (root, TRUECONF_TYPE_MESSAGE, NULL, handle, place_new (fixture, "fallback"),
                                g_free);
  trueconf_router_add_error_handler (root, take_error, fixture, NULL);
}

static void
test_places (void)
{
  Fixture fixture = { .sandbox = tc_sandbox_new (), .trace = g_string_new (NULL) };
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "pipeline.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *table;
  JsonObjectIter iter;
  const char *text;
  JsonNode *expected;

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  table = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpuint (json_object_get_size (table), ==, 16);
  fixture.bot = tc_bot_new (fixture.sandbox);
  add_places (&fixture);
  /* what comes by itself comes before */
  g_free (tc_sandbox_get_chat (fixture.sandbox, "nora"));
  tc_bot_start (fixture.bot);

  json_object_iter_init_ordered (&iter, table);
  while (json_object_iter_next_ordered (&iter, &text, &expected))
    {
      const char *wanted = json_node_get_string (expected);

      g_string_truncate (fixture.trace, 0);
      tc_sandbox_say (fixture.sandbox, "nora", text);
      TC_WAIT (fixture.trace->len >= strlen (wanted));
      tc_drain ();
      g_assert_cmpstr (fixture.trace->str, ==, wanted);
    }

  tc_bot_end (fixture.bot);
  tc_sandbox_free (fixture.sandbox);
  g_string_free (fixture.trace, TRUE);
}

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);
  g_test_add_func ("/pipeline-places/each", test_places);

  return g_test_run ();
}
