/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-event-private.h"
#include "model/trueconf-log-private.h"
#include "routing/trueconf-context-private.h"
#include "routing/trueconf-logging-middleware.h"
#include "routing/trueconf-recent-private.h"

/**
 * TrueconfLoggingMiddleware:
 *
 * Logs each event when it comes and when it is done.
 *
 * A line has the serial number of the event ([property@Event:serial], which outgoing requests have as well, see
 * [property@OutgoingRequest:event]), its method, and the beginning of the id of its chat; at the end also the last handler that has
 * taken it and its router, the duration in milliseconds, and the error. A handler without a name has its number, see
 * [method@Router.set_handler_name]. Texts are not logged.
 *
 * The fields of a line, by which a journal can be searched, are `TRUECONF_EVENT`, `TRUECONF_METHOD`, `TRUECONF_CHAT` (whole) and
 * `TRUECONF_BOT`, see [Bots as services](services.html#the-journal). [class@RequestLog] logs the answers, with the same `TRUECONF_EVENT`.
 *
 * The level is `G_LOG_LEVEL_MESSAGE`. Add it to the dispatcher, first, with [method@Router.add_outer_middleware].
 *
 * Since: 0.1
 */
struct _TrueconfLoggingMiddleware
{
  TrueconfMiddleware parent_instance;
};

G_DEFINE_FINAL_TYPE (TrueconfLoggingMiddleware, trueconf_logging_middleware, TRUECONF_TYPE_MIDDLEWARE)

typedef struct
{
  TrueconfContext *context;
  gint64 begin;
  char *name;
} Line;

static void
back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfNext *next = TRUECONF_NEXT (source);
  Line *line = user_data;
  TrueconfEvent *event = trueconf_context_get_event (line->context);
  g_autofree char *taker = trueconf_context_describe_taker (line->context);
  g_autoptr (GError) error = NULL;
  char duration[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (duration, sizeof duration, "%.1f", (double) (trueconf_recent_now () - line->begin) / 1000);
  if (!trueconf_next_run_finish (next, result, &error))
    trueconf_log_event (G_LOG_LEVEL_MESSAGE, event, "%s: failed after %s ms, %s: %s", line->name, duration,
                        taker, error->message);
  else
    trueconf_log_event (G_LOG_LEVEL_MESSAGE, event, "%s: %s after %s ms, %s", line->name,
                        trueconf_next_get_handled (next) ? "handled" : "not handled", duration, taker);

  g_object_unref (line->context);
  g_free (line->name);
  g_free (line);
}

static void
trueconf_logging_middleware_process (TrueconfMiddleware *middleware,
                                     TrueconfEvent *event,
                                     TrueconfContext *context,
                                     TrueconfNext *next)
{
  const char *chat = trueconf_event_get_chat_key (event);
  Line *line = g_new0 (Line, 1);

  line->context = g_object_ref (context);
  line->begin = trueconf_recent_now ();
  line->name = g_strdup_printf ("event %u %s chat %.8s", trueconf_event_get_serial (event),
                                trueconf_event_get_method (event), chat != NULL ? chat : "-");
  trueconf_log_event (G_LOG_LEVEL_MESSAGE, event, "%s: begin", line->name);
  trueconf_next_run_async (next, NULL, back_cb, line);
}

static void
trueconf_logging_middleware_class_init (TrueconfLoggingMiddlewareClass *klass)
{
  TRUECONF_MIDDLEWARE_CLASS (klass)->process = trueconf_logging_middleware_process;
}

static void
trueconf_logging_middleware_init (TrueconfLoggingMiddleware *self)
{
}

/**
 * trueconf_logging_middleware_new:
 *
 * Creates a middleware that logs.
 *
 * Returns: (transfer full): a middleware
 *
 * Since: 0.1
 */
TrueconfLoggingMiddleware *
trueconf_logging_middleware_new (void)
{
  return g_object_new (TRUECONF_TYPE_LOGGING_MIDDLEWARE, NULL);
}
