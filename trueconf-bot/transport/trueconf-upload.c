/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "transport/trueconf-io-private.h"
#include "transport/trueconf-transfer-private.h"
#include "trueconf-error.h"
#include "wire/trueconf-wire-private.h"

#define UPLOAD_PATH "/bridge/api/client/v1/files"

/* Far more than an id or an error; whatever answers there must not fill the memory. */
#define MAX_ANSWER (64 * 1024)

static void
report_progress (TrueconfTransfer *self, gboolean last)
{
  if (self->progress != NULL)
    trueconf_progress_report (self->progress,
                              last ? self->file_size : trueconf_upload_body_get_file_position (self->body),
                              self->file_size, last);
}

static void
refused (TrueconfTransfer *self, guint status)
{
  g_autofree char *problem = NULL;

  if (status == SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE)
    {
      g_set_error (
          &self->error, TRUECONF_ERROR, TRUECONF_ERROR_FILE_TOO_LARGE,
          g_dngettext (
              GETTEXT_PACKAGE,
              /* Translators: file name, number */
              "The file “%s” could not be sent: it has %s byte, and the server or a proxy before it "
              "does not take requests of that size (HTTP 413). Ask the administrator to raise the limit",
              "The file “%s” could not be sent: it has %s bytes, and the server or a proxy before it "
              "does not take requests of that size (HTTP 413). Ask the administrator to raise the limit",
              (gulong) self->file_size),
          self->label, self->name);
      return;
    }

  problem = g_strdup_printf (_ ("the server or a proxy before it answered with HTTP status %u"), status);
  trueconf_transfer_fail (self, problem);
}

static void
read_answer (TrueconfTransfer *self)
{
  guint status = soup_message_get_status (self->message);
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&self->answer));
  g_autoptr (GError) error = NULL;

  self->file_id = trueconf_wire_read_upload_answer (bytes, &error);

  if (error != NULL)
    self->error = g_error_new (error->domain, error->code,
                               /* Translators: file name, why */
                               _ ("The file “%s” could not be sent: %s"), self->label, error->message);
  else if (!SOUP_STATUS_IS_SUCCESSFUL (status))
    refused (self, status);
  else if (self->file_id == NULL)
    trueconf_transfer_fail (self, _ ("the server's answer has no “temporalFileId” in it"));

  if (self->error != NULL)
    g_clear_pointer (&self->file_id, g_free);
  else
    report_progress (self, TRUE);
}

static void
failed (TrueconfTransfer *self, const GError *error)
{
  const GError *reason = trueconf_upload_body_get_error (self->body);

  if (self->error != NULL)
    return;

  if (reason != NULL)
    self->error = g_error_copy (reason);
  else if (self->early_status >= 300 && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    refused (self, self->early_status);
  else
    trueconf_transfer_fail_with (self, error);
}

static void read_more (TrueconfTransfer *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfTransfer *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  TRUECONF_ASSERT_IO_THREAD ();

  if (chunk != NULL && g_bytes_get_size (chunk) > 0 && self->answer->len < MAX_ANSWER)
    {
      g_byte_array_append (self->answer, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
      read_more (self);
      return;
    }

  if (chunk == NULL)
    failed (self, error);
  else if (self->error == NULL)
    read_answer (self);

  trueconf_transfer_finish (self);
}

static void
read_more (TrueconfTransfer *self)
{
  g_input_stream_read_bytes_async (self->stream, 16384, G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfTransfer *self = user_data;
  g_autoptr (GError) error = NULL;

  TRUECONF_ASSERT_IO_THREAD ();

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    {
      failed (self, error);
      trueconf_transfer_finish (self);
      return;
    }

  read_more (self);
}

static void
wrote (SoupMessage *message, guint size, gpointer data)
{
  report_progress (data, FALSE);
}

static void
begin (TrueconfTransfer *self)
{
  g_autofree char *uri = trueconf_settings_build_uri (self->settings, "http", UPLOAD_PATH);
  SoupMessage *message = soup_message_new (SOUP_METHOD_POST, uri);
  SoupMessageHeaders *headers;

  TRUECONF_ASSERT_IO_THREAD ();

  for (const char *c = self->task_id; *c != '\0' && message != NULL; c++)
    if (*c < ' ' || *c >= 0x7f)
      g_clear_object (&message);

  if (message == NULL)
    {
      trueconf_transfer_fail (self, _ ("the id that the server gave to the upload cannot be used"));
      trueconf_transfer_finish (self);
      return;
    }

  self->answer = g_byte_array_new ();

  /* a connection of its own: one that was kept open may just be closing, and a file cannot be sent again so easily */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION);
  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Upload-Task-Id", self->task_id);
  soup_message_headers_replace (headers, "Accept", "application/json");
  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_set_request_body (message, trueconf_upload_body_get_content_type (self->body),
                                 G_INPUT_STREAM (self->body), trueconf_upload_body_get_length (self->body));
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote), self);
  trueconf_transfer_send (self, message, sent_cb);
}

/* `file_size` in the body's own words is what progress is told of. */
TrueconfTransfer *
trueconf_transfer_new_upload (TrueconfSettings *settings, const char *task_id, TrueconfUploadBody *body)
{
  TrueconfTransfer *self = trueconf_transfer_new (settings, TRUECONF_ERROR_UPLOAD_FAILED);

  self->begin = begin;
  self->task_id = g_strdup (task_id);
  self->body = g_object_ref (body);
  self->file_size = trueconf_upload_body_get_file_size (body);
  self->name = g_strdup_printf ("%" G_GOFFSET_FORMAT, self->file_size);

  return self;
}
