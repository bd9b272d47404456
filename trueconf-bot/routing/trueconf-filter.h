/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "model/trueconf-event.h"
#include "routing/trueconf-context.h"
#include "trueconf-enums.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_FILTER (trueconf_filter_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (TrueconfFilter, trueconf_filter, TRUECONF, FILTER, GObject)

/**
 * TrueconfFilterClass:
 * @match: decides whether a handler gets an event; the default is that it does
 * @match_async: decides it asynchronously. A class that has this is asynchronous, and its @match is not called
 * @match_finish: finishes @match_async; the default takes the boolean of a [class@Gio.Task]
 *
 * The class of filters.
 *
 * Since: 0.1
 */
struct _TrueconfFilterClass
{
  /*< private >*/
  GObjectClass parent_class;

  /*< public >*/
  gboolean (*match) (TrueconfFilter *self, TrueconfEvent *event, TrueconfContext *context);
  void (*match_async) (TrueconfFilter *self,
                       TrueconfEvent *event,
                       TrueconfContext *context,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  gboolean (*match_finish) (TrueconfFilter *self, GAsyncResult *result, GError **error);

  /*< private >*/
  gpointer collect_keys;
  gpointer padding[8];
};

/**
 * TrueconfFilterFunc:
 * @event: an event
 * @context: the context of the event
 * @user_data: the data that was passed to [ctor@Filter.new_func]
 *
 * Decides whether a handler gets an event.
 *
 * Returns: `TRUE` if it does
 *
 * Since: 0.1
 */
typedef gboolean (*TrueconfFilterFunc) (TrueconfEvent *event, TrueconfContext *context, gpointer user_data);

/**
 * TrueconfAsyncFilterFunc:
 * @event: an event
 * @context: the context of the event
 * @task: where the answer goes: call [method@Gio.Task.return_boolean] or one of its other functions once, now or later
 * @user_data: the data that was passed to [ctor@Filter.new_async_func]
 *
 * Begins to decide whether a handler gets an event.
 *
 * The function has to take a reference on @task to use it after it has returned. It is a programming error to drop the last
 * reference without an answer; the handler does not get the event then.
 *
 * Since: 0.1
 */
typedef void (*TrueconfAsyncFilterFunc) (TrueconfEvent *event,
                                         TrueconfContext *context,
                                         GTask *task,
                                         gpointer user_data);

TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_func (TrueconfFilterFunc func,
                                          gpointer user_data,
                                          GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_async_func (TrueconfAsyncFilterFunc func,
                                                gpointer user_data,
                                                GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_text (const char *text) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_text_prefix (const char *prefix) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_text_suffix (const char *suffix) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_text_contains (const char *part) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_texts (TrueconfTextMatch how,
                                           const char *const *texts,
                                           gboolean ignore_case) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_regex (const char *pattern,
                                           GRegexCompileFlags flags,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_message_type (TrueconfMessageType type) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_message_types (const TrueconfMessageType *types,
                                                   gsize n_types) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_method (const char *method) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_methods (const char *const *methods) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_chat_type (TrueconfChatType type) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_chat_types (const TrueconfChatType *types,
                                                gsize n_types) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_author (const char *user_id) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_authors (const char *const *user_ids) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_role (TrueconfParticipantRole role) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_roles (const TrueconfParticipantRole *roles,
                                           gsize n_roles) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_mentions_bot (void) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_property (GType event_type,
                                              const char *path,
                                              TrueconfOperator op,
                                              const GValue *value,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_and (TrueconfFilter **filters, gsize n_filters) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_or (TrueconfFilter **filters, gsize n_filters) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_new_not (TrueconfFilter *filter) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_and (TrueconfFilter *first,
                                     ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_or (TrueconfFilter *first,
                                    ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfFilter *trueconf_filter_not (TrueconfFilter *filter) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_filter_is_asynchronous (TrueconfFilter *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_filter_match (TrueconfFilter *self, TrueconfEvent *event, TrueconfContext *context);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_filter_match_async (TrueconfFilter *self,
                                  TrueconfEvent *event,
                                  TrueconfContext *context,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_filter_match_finish (TrueconfFilter *self, GAsyncResult *result, GError **error);

G_END_DECLS
