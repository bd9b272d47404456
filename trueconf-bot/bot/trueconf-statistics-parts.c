/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-statistics-parts.h"
#include "bot/trueconf-statistics-private.h"

/* What the counters that are properties consist of: by cause, by method of the server, by event. */

/**
 * trueconf_statistics_get_reconnections_by_cause:
 * @self: the statistics
 * @cause: why a connection was lost or could not be made
 *
 * Gets the part of [property@Statistics:reconnections] that has this cause.
 *
 * Returns: how often the bot has begun to connect anew for this cause
 *
 * Since: 0.1
 */
guint64
trueconf_statistics_get_reconnections_by_cause (TrueconfStatistics *self, TrueconfErrorCause cause)
{
  g_return_val_if_fail (TRUECONF_IS_STATISTICS (self), 0);

  return (guint) cause < TRUECONF_MAX_CAUSES ? trueconf_count_get (&self->counters->causes[cause]) : 0;
}

/**
 * trueconf_statistics_list_methods:
 * @self: the statistics
 *
 * Lists the methods of the server that the bot has called so far, by their names in the protocol, such as `sendMessage`.
 *
 * A method counts once a request has been answered or has ended. Those that the library does not know, see [method@Bot.call_async], are
 * together called `other`.
 *
 * Returns: (transfer full) (array zero-terminated=1): the names
 *
 * Since: 0.1
 */
char **
trueconf_statistics_list_methods (TrueconfStatistics *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (TRUECONF_IS_STATISTICS (self), NULL);

  for (guint method = 0; method < TRUECONF_N_COUNTED_METHODS; method++)
    if (trueconf_counters_has_called (self->counters, method))
      g_strv_builder_add (builder, trueconf_counters_get_method_name (method));

  return g_strv_builder_end (builder);
}

/**
 * trueconf_statistics_get_requests_by_method:
 * @self: the statistics
 * @method: the name of a method of the server, or `other`
 * @result: how the requests have ended
 *
 * Gets how many requests of one method have ended in one way.
 *
 * The sum over all methods is the property of this result, for example [property@Statistics:requests-refused].
 *
 * Returns: the number of requests, 0 if there is no such method
 *
 * Since: 0.1
 */
guint64
trueconf_statistics_get_requests_by_method (TrueconfStatistics *self,
                                            const char *method,
                                            TrueconfRequestResult result)
{
  guint number;

  g_return_val_if_fail (TRUECONF_IS_STATISTICS (self), 0);
  g_return_val_if_fail (method != NULL, 0);

  number = trueconf_counters_find_method (method);
  if (number == TRUECONF_N_COUNTED_METHODS || result < TRUECONF_REQUEST_RESULT_SUCCEEDED ||
      result > TRUECONF_REQUEST_RESULT_FAILED)
    return 0;

  return trueconf_counters_get_result (self->counters, number, result);
}

/**
 * trueconf_statistics_get_answers_by_method:
 * @self: the statistics
 * @method: the name of a method of the server, or `other`
 *
 * Gets how often the server has answered requests of one method, be it with an error.
 *
 * Returns: the number of answers, 0 if there is no such method
 *
 * Since: 0.1
 */
guint64
trueconf_statistics_get_answers_by_method (TrueconfStatistics *self, const char *method)
{
  guint number;

  g_return_val_if_fail (TRUECONF_IS_STATISTICS (self), 0);
  g_return_val_if_fail (method != NULL, 0);

  number = trueconf_counters_find_method (method);
  if (number == TRUECONF_N_COUNTED_METHODS)
    return 0;

  return trueconf_histogram_count (&self->counters->answers[number]);
}

/**
 * trueconf_statistics_get_answer_time_by_method:
 * @self: the statistics
 * @method: the name of a method of the server, or `other`
 *
 * Gets for how long the requests of one method have waited for their answers, all together.
 *
 * Divided by [method@Statistics.get_answers_by_method], this is how long the server takes on average. The time of a request is that from when
 * it was sent to its answer, without the time in the outbox.
 *
 * Returns: seconds, 0 if there is no such method
 *
 * Since: 0.1
 */
double
trueconf_statistics_get_answer_time_by_method (TrueconfStatistics *self, const char *method)
{
  guint number;

  g_return_val_if_fail (TRUECONF_IS_STATISTICS (self), 0);
  g_return_val_if_fail (method != NULL, 0);

  number = trueconf_counters_find_method (method);
  if (number == TRUECONF_N_COUNTED_METHODS)
    return 0;

  return (double) trueconf_count_get (&self->counters->answers[number].sum) / G_USEC_PER_SEC;
}

/**
 * trueconf_statistics_list_event_methods:
 * @self: the statistics
 *
 * Lists the events that have come so far, by their names in the protocol, see [property@Event:method].
 *
 * Those that the library does not know are together called `other`.
 *
 * Returns: (transfer full) (array zero-terminated=1): the names
 *
 * Since: 0.1
 */
char **
trueconf_statistics_list_event_methods (TrueconfStatistics *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (TRUECONF_IS_STATISTICS (self), NULL);

  for (guint event = 0; event < TRUECONF_N_COUNTED_EVENTS; event++)
    if (trueconf_count_get (&self->counters->events[event]) > 0)
      g_strv_builder_add (builder, trueconf_counters_get_event_name (event));

  return g_strv_builder_end (builder);
}

/**
 * trueconf_statistics_get_events_by_method:
 * @self: the statistics
 * @method: the name of an event, see [property@Event:method], or `other`
 *
 * Gets the part of [property@Statistics:events] that has this name.
 *
 * Returns: the number of events, 0 if there are none of this name
 *
 * Since: 0.1
 */
guint64
trueconf_statistics_get_events_by_method (TrueconfStatistics *self, const char *method)
{
  guint number;

  g_return_val_if_fail (TRUECONF_IS_STATISTICS (self), 0);
  g_return_val_if_fail (method != NULL, 0);

  number = trueconf_counters_find_event (method);
  if (number == TRUECONF_N_COUNTED_EVENTS)
    return 0;

  return trueconf_count_get (&self->counters->events[number]);
}
