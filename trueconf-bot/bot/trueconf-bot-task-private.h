/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-bot.h"

G_BEGIN_DECLS

/* The tasks of a bot's asynchronous functions. They know whether there is a callback, so that the failure of one that
 * nobody listens to is reported. */

GTask *trueconf_bot_task_new (TrueconfBot *self,
                              gpointer source_tag,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean trueconf_bot_task_has_listener (GTask *task);

/* Ends a task. Takes the task and the error. */
void trueconf_bot_task_return_error (GTask *task, GError *error);

/* A function that fails before it has begun. Takes the error. */
void trueconf_bot_fail (TrueconfBot *self,
                        gpointer source_tag,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data,
                        GError *error);

/* Lists of tasks that wait for the same thing. A task that is cancelled leaves its list at once; `cancelled`, which may be
 * NULL, is called then. */
typedef void (*TrueconfBotTaskCancelled) (TrueconfBot *self);

GPtrArray *trueconf_bot_task_list_new (void);
/* Takes the task. */
void trueconf_bot_task_list_add (GPtrArray *list, GTask *task, TrueconfBotTaskCancelled cancelled);
/* Empties the list, so that functions of the user that are called before these tasks end can wait for the next time. */
GPtrArray *trueconf_bot_task_list_take (GPtrArray *list);
/* All return `error`, or TRUE if it is NULL. */
void trueconf_bot_task_list_end (GPtrArray *list, const GError *error);
gboolean trueconf_bot_task_list_has_listener (GPtrArray *list);

void trueconf_bot_report_error (TrueconfBot *self, const GError *error);

G_END_DECLS
