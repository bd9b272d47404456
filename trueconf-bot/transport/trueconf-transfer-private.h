/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

#include "files/trueconf-output-private.h"
#include "files/trueconf-upload-body-private.h"
#include "transport/trueconf-progress-private.h"
#include "transport/trueconf-route-private.h"
#include "transport/trueconf-settings-private.h"

G_BEGIN_DECLS

/* A file on its way over HTTP, in one direction or the other: made and ended in the bot's main context, worked on by
 * the I/O thread. There is no limit for the whole of it, but for how long nothing moves. */

typedef struct _TrueconfTransfer TrueconfTransfer;

/* In the bot's main context, once. */
typedef void (*TrueconfTransferDone) (TrueconfTransfer *transfer, gpointer data);

struct _TrueconfTransfer
{
  TrueconfSettings *settings;
  TrueconfCallQueue *calls;
  TrueconfProgress *progress; /* or NULL */
  TrueconfTransferDone done;
  gpointer data;
  char *label;    /* what the file is called in messages */
  int error_code; /* of TRUECONF_ERROR, for whatever goes wrong */
  void (*begin) (TrueconfTransfer *self);

  /* what the I/O thread needs */
  SoupSession *session;
  SoupMessage *message;
  TrueconfRoute route;
  GCancellable *cancellable;
  GInputStream *stream;
  GSocket *socket;
  GSource *watch;
  GSource *timer;
  gint64 moved; /* when something last did */
  guint64 traces;
  gboolean connected;
  gboolean on_disk; /* it is the disk that is being waited for */
  guint early_status;

  /* an upload */
  char *task_id;
  TrueconfUploadBody *body;
  goffset file_size;
  GByteArray *answer;

  /* a download */
  char *uri;
  gboolean foreign; /* not from the bot's own server */
  TrueconfOutput *output;
  char *name;
  goffset expected; /* -1: not known */
  goffset limit;    /* -1: none */
  goffset received;
  GBytes *chunk;

  /* how it ended */
  GError *error;
  char *file_id;
};

TrueconfTransfer *
trueconf_transfer_new_upload (TrueconfSettings *settings, const char *task_id, TrueconfUploadBody *body);
TrueconfTransfer *
trueconf_transfer_new_download (TrueconfSettings *settings, const char *uri, TrueconfOutput *output);
TrueconfTransfer *
trueconf_transfer_new_fetch (TrueconfSettings *settings, const char *uri, TrueconfOutput *output);
TrueconfTransfer *trueconf_transfer_ref (TrueconfTransfer *self);
void trueconf_transfer_unref (TrueconfTransfer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfTransfer, trueconf_transfer_unref)

/* The cancellable of the user may be cancelled in any thread. */
void trueconf_transfer_start (TrueconfTransfer *self,
                              TrueconfCallQueue *calls,
                              TrueconfProgress *progress,
                              const char *label,
                              TrueconfTransferDone done,
                              gpointer data);
void trueconf_transfer_cancel (TrueconfTransfer *self);

/* For the two kinds. */
TrueconfTransfer *trueconf_transfer_new (TrueconfSettings *settings, int error_code);
void trueconf_transfer_send (TrueconfTransfer *self, SoupMessage *message, GAsyncReadyCallback callback);
void trueconf_transfer_fail (TrueconfTransfer *self, const char *problem);
void trueconf_transfer_fail_with (TrueconfTransfer *self, const GError *error);
void trueconf_transfer_finish (TrueconfTransfer *self);

G_END_DECLS
