/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "bot/trueconf-bot-files.h"
#include "bot/trueconf-bot-private.h"
#include "model/trueconf-sending-private.h"
#include "model/trueconf-uploading-progress.h"
#include "transport/trueconf-transfer-private.h"

G_BEGIN_DECLS

typedef struct _TrueconfBotFiles
{
  GPtrArray *waits;          /* for files to be ready, not owned */
  GHashTable *subscriptions; /* ids of files */
  GPtrArray *transfers;      /* not owned */
  guint tasks;               /* number of tasks that send or download a file */
  gboolean limits_asked;     /* even if the server did not know the request */
} TrueconfBotFiles;

TrueconfBotFiles *trueconf_bot_get_files (TrueconfBot *self);
void trueconf_bot_files_free (TrueconfBotFiles *files);
void trueconf_bot_files_progress (TrueconfBot *self, TrueconfUploadingProgress *event);
void trueconf_bot_files_authorized (TrueconfBot *self);
void trueconf_bot_stop_waits (TrueconfBot *self);

/* Waits until the file is on the server and has a URL. */
void trueconf_bot_wait_for_file_async (TrueconfBot *self,
                                       const char *file_id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
TrueconfFileInfo *trueconf_bot_wait_for_file_finish (TrueconfBot *self, GAsyncResult *result, GError **error);

/* Counts a task that sends or downloads a file: a stop of the bot ends only after its callback was called. */
void trueconf_bot_begin_file_task (GTask *task);

/* Runs a transfer that the task's cancellable cancels. Takes the task and passes it to `done`. */
typedef void (*TrueconfTransferRan) (GTask *task, TrueconfTransfer *transfer);

void trueconf_bot_run_transfer (GTask *task,
                                TrueconfTransfer *transfer,
                                TrueconfProgress *progress,
                                const char *label,
                                TrueconfTransferRan done);

/* Sends the file of a draft. The caller has checked what can be checked before the file is opened. */
void trueconf_bot_send_file (TrueconfBot *self,
                             const TrueconfSending *sending,
                             gpointer source_tag,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

GError *trueconf_upload_limits_check (TrueconfUploadLimits *limits, const char *file_name, goffset size);

G_END_DECLS
