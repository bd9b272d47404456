/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-bot-files.h"
#include "bot/trueconf-bot-private.h"
#include "model/trueconf-sending-private.h"
#include "model/trueconf-uploading-progress.h"
#include "transport/trueconf-transfer-private.h"

G_BEGIN_DECLS

/* What a bot knows about files that are on their way. */
typedef struct _TrueconfBotFiles
{
  GPtrArray *waits;          /* of readiness, not owned */
  GHashTable *subscriptions; /* ids that the user has subscribed to */
  GPtrArray *transfers;      /* that are under way, not owned */
  guint tasks;               /* that send or fetch a file, whatever step they have come to */
  gboolean limits_asked;     /* for the limits, in vain or not */
} TrueconfBotFiles;

TrueconfBotFiles *trueconf_bot_get_files (TrueconfBot *self);
void trueconf_bot_files_free (TrueconfBotFiles *files);
void trueconf_bot_files_progress (TrueconfBot *self, TrueconfUploadingProgress *event);
void trueconf_bot_files_authorized (TrueconfBot *self);
void trueconf_bot_stop_waits (TrueconfBot *self);

/* Until the file has arrived on the server, and there is an address to fetch it from. */
void trueconf_bot_wait_for_file_async (TrueconfBot *self,
                                       const char *file_id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
TrueconfFileInfo *trueconf_bot_wait_for_file_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

/* To be called for each task that sends or fetches a file: a stop of the bot then ends after its callback was called. */
void trueconf_bot_begin_file_task (GTask *task);

/* Runs a transfer for a task, whose cancellable cancels it. Takes the task and hands it to `done`. */
typedef void (*TrueconfTransferRan) (GTask *task, TrueconfTransfer *transfer);

void trueconf_bot_run_transfer (GTask *task,
                                TrueconfTransfer *transfer,
                                TrueconfProgress *progress,
                                const char *label,
                                TrueconfTransferRan done);

/* The part of a sending that is a file. What can be told before it is opened has been checked. */
void trueconf_bot_send_file (TrueconfBot *self,
                             const TrueconfSending *sending,
                             gpointer source_tag,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

GError *trueconf_upload_limits_check (TrueconfUploadLimits *limits, const char *file_name, goffset size);

G_END_DECLS
