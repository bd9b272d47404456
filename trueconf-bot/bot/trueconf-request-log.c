/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-properties.h"
#include "bot/trueconf-request-log.h"
#include "model/trueconf-log-private.h"

/**
 * TrueconfRequestLog:
 *
 * Logs each request of a bot when it has ended.
 *
 * A line has the method, the serial number of the event that it answers ([property@OutgoingRequest:event]), which
 * [class@LoggingMiddleware] logs as well, the duration in milliseconds, and the error. Texts are not logged. The fields are those of the event, see
 * [Bots as services](services.html#the-journal); `TRUECONF_METHOD` is the method of the request.
 *
 * The level is `G_LOG_LEVEL_MESSAGE`. Add it to the bot, as the last one, with [method@Bot.add_request_middleware]: what other middlewares
 * answer by themselves or refuse is then not logged, and they are not part of the duration.
 *
 * Since: 0.1
 */
struct _TrueconfRequestLog
{
  TrueconfRequestMiddleware parent_instance;
};

G_DEFINE_FINAL_TYPE (TrueconfRequestLog, trueconf_request_log, TRUECONF_TYPE_REQUEST_MIDDLEWARE)

typedef struct
{
  TrueconfOutgoingRequest *request;
  gint64 begin;
} TrueconfRequestLine;

static char *
describe (TrueconfOutgoingRequest *request)
{
  TrueconfEvent *event = trueconf_outgoing_request_get_event (request);
  const char *method = trueconf_outgoing_request_get_method (request);

  if (event == NULL)
    return g_strdup_printf ("request %s", method);

  return g_strdup_printf ("request %s for event %u", method, trueconf_event_get_serial (event));
}

static void
back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfRequestNext *next = TRUECONF_REQUEST_NEXT (source);
  TrueconfRequestLine *line = user_data;
  TrueconfBot *bot = trueconf_outgoing_request_get_bot (line->request);
  g_autofree char *name = describe (line->request);
  char duration[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = trueconf_request_next_run_finish (next, result, &error);
  const TrueconfLogSubject subject = {
    .event = trueconf_outgoing_request_get_event (line->request),
    .method = trueconf_outgoing_request_get_method (line->request),
    .chat_id = trueconf_outgoing_request_get_chat_id (line->request),
    .user_id = bot != NULL ? trueconf_bot_get_user_id (bot) : NULL,
  };

  g_ascii_formatd (duration, sizeof duration, "%.1f",
                   (double) (g_get_monotonic_time () - line->begin) / 1000);
  if (error != NULL)
    {
      trueconf_log_about (G_LOG_LEVEL_MESSAGE, &subject, G_STRFUNC, "%s: failed after %s ms: %s", name,
                          duration, error->message);
      trueconf_request_next_fail (next, error);
    }
  else
    {
      trueconf_log_about (G_LOG_LEVEL_MESSAGE, &subject, G_STRFUNC, "%s: answered after %s ms", name,
                          duration);
      trueconf_request_next_answer (next, answer);
    }

  g_object_unref (line->request);
  g_free (line);
}

static void
trueconf_request_log_process (TrueconfRequestMiddleware *middleware,
                              TrueconfOutgoingRequest *request,
                              TrueconfRequestNext *next)
{
  TrueconfRequestLine *line = g_new0 (TrueconfRequestLine, 1);

  line->request = g_object_ref (request);
  line->begin = g_get_monotonic_time ();
  trueconf_request_next_run_async (next, NULL, back_cb, line);
}

static void
trueconf_request_log_class_init (TrueconfRequestLogClass *klass)
{
  TRUECONF_REQUEST_MIDDLEWARE_CLASS (klass)->process = trueconf_request_log_process;
}

static void
trueconf_request_log_init (TrueconfRequestLog *self)
{
}

/**
 * trueconf_request_log_new:
 *
 * Creates a middleware that logs requests.
 *
 * Returns: (transfer full): a middleware
 *
 * Since: 0.1
 */
TrueconfRequestLog *
trueconf_request_log_new (void)
{
  return g_object_new (TRUECONF_TYPE_REQUEST_LOG, NULL);
}
