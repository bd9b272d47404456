/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tc-bot.h"
#include "tc-server.h"

G_BEGIN_DECLS

/* A server for files, in the main context of the test, that can misbehave. */

typedef enum
{
  TC_UPLOAD_FINE,
  TC_UPLOAD_REFUSE_EARLY,     /* 413 after the headers; the body is read */
  TC_UPLOAD_REFUSE_AND_RESET, /* 413 in the middle; then the connection is reset */
  TC_UPLOAD_RESET,            /* in the middle */
  TC_UPLOAD_STALL,            /* in the middle */
  TC_UPLOAD_NO_ANSWER,        /* at the end */
  TC_UPLOAD_UNKNOWN_TASK,     /* error 407 */
  TC_UPLOAD_UNKNOWN_TASK_ONCE,
  TC_UPLOAD_NO_ID,
} TcUploadFault;

/* One byte more than a download into memory takes. */
#define TC_HUGE (G_GINT64_CONSTANT (1024) * 1024 * 1024 + 1)

typedef enum
{
  TC_DOWNLOAD_FINE,
  TC_DOWNLOAD_CHUNKED, /* without a length */
  TC_DOWNLOAD_SHORT,   /* ends too early */
  TC_DOWNLOAD_OTHER_LENGTH,
  TC_DOWNLOAD_ENDLESS, /* more bytes than the WebSocket announced, without a length */
  TC_DOWNLOAD_HUGE,    /* announces more than fits into memory, and sends nothing */
  TC_DOWNLOAD_STALL,
  TC_DOWNLOAD_GONE,
  TC_DOWNLOAD_ELSEWHERE, /* a redirection */
} TcDownloadFault;

typedef struct
{
  SoupServer *server;
  guint port;
  GPtrArray *connections;

  TcUploadFault upload_fault;
  TcDownloadFault download_fault;
  void (*on_chunk) (gpointer data); /* called once, with the first bytes of an upload */
  gpointer on_chunk_data;

  char *limits; /* payload of getFileUploadLimits */
  char *info;   /* payload of getFileInfo */
  GBytes *content;

  GPtrArray *frames; /* char *, all of them */
  guint n_uploads;
  guint n_downloads;
  GBytes *body;
  char *content_type;
  char *task_id;
  char *authorization;
} TcFileServer;

TcFileServer *tc_file_server_new (void);
void tc_file_server_free (TcFileServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFileServer, tc_file_server_free)

/* Opens what a process opens only once. */
void tc_file_server_warm_up (void);

/* Returns a bot that is logged in. A `timeout` of 0 is the default one. */
TrueconfBot *tc_file_server_make_bot (TcFileServer *self, double timeout);

/* The JSON has single quotation marks. */
void tc_file_server_set_info (TcFileServer *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void tc_file_server_send (TcFileServer *self, const char *method, const char *payload);
void tc_file_server_drop (TcFileServer *self);

guint tc_file_server_count (TcFileServer *self, const char *method);
/* Returns the last request with this method. */
const char *tc_file_server_find (TcFileServer *self, const char *method);

/* Returns the last file, or with `part` 1 the last preview. */
GBytes *tc_file_server_get_part (TcFileServer *self, int part, char **name, char **file_name, char **type);

G_END_DECLS
