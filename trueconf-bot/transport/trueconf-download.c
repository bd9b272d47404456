/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "files/trueconf-file-name-private.h"
#include "transport/trueconf-io-private.h"
#include "transport/trueconf-transfer-private.h"
#include "trueconf-error.h"

/* What is read at once. */
#define CHUNK (128 * 1024)

static void
discarded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfTransfer *self = user_data;

  TRUECONF_ASSERT_IO_THREAD ();

  trueconf_output_finish (result, NULL);
  trueconf_transfer_finish (self);
}

/* What has come so far is deleted before anybody hears of the end. */
static void
give_up (TrueconfTransfer *self)
{
  g_assert (self->error != NULL);

  self->on_disk = TRUE;
  trueconf_output_discard_async (self->output, discarded_cb, self);
}

static void
give_up_with (TrueconfTransfer *self, const GError *error)
{
  trueconf_transfer_fail_with (self, error);
  give_up (self);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfTransfer *self = user_data;
  g_autoptr (GError) error = NULL;

  TRUECONF_ASSERT_IO_THREAD ();

  if (!trueconf_output_finish (result, &error))
    {
      give_up_with (self, error);
      return;
    }

  if (self->progress != NULL)
    trueconf_progress_report (self->progress, self->received, self->received, TRUE);
  trueconf_transfer_finish (self);
}

static void
wrong_length (TrueconfTransfer *self)
{
  g_autofree char *expected = g_strdup_printf ("%" G_GOFFSET_FORMAT, self->expected);
  g_autofree char *received = g_strdup_printf ("%" G_GOFFSET_FORMAT, self->received);
  g_autofree char *problem = NULL;

  if (self->received > self->expected)
    problem = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                            /* Translators: number */
                                            "it has more than the %s byte that was announced",
                                            "it has more than the %s bytes that were announced",
                                            (gulong) self->expected),
                               expected);
  else
    problem = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                            /* Translators: number, number */
                                            "it ended after %s of %s byte", "it ended after %s of %s bytes",
                                            (gulong) self->expected),
                               received, expected);

  trueconf_transfer_fail (self, problem);
  give_up (self);
}

static void
too_large (TrueconfTransfer *self, goffset size)
{
  g_autofree char *limit = g_strdup_printf ("%" G_GOFFSET_FORMAT, self->limit);
  g_autofree char *is = g_strdup_printf ("%" G_GOFFSET_FORMAT, size);

  if (self->error == NULL)
    self->error =
        g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_FILE_TOO_LARGE,
                     g_dngettext (GETTEXT_PACKAGE,
                                  /* Translators: file name, number, number */
                                  "The file “%s” is too large: it has %s byte or more, and the limit is %s",
                                  "The file “%s” is too large: it has %s bytes or more, and the limit is %s",
                                  (gulong) size),
                     self->label, is, limit);
  give_up (self);
}

static void read_more (TrueconfTransfer *self);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfTransfer *self = user_data;
  g_autoptr (GError) error = NULL;

  TRUECONF_ASSERT_IO_THREAD ();

  g_clear_pointer (&self->chunk, g_bytes_unref);
  if (!trueconf_output_finish (result, &error))
    {
      give_up_with (self, error);
      return;
    }

  self->on_disk = FALSE;
  if (self->progress != NULL)
    trueconf_progress_report (self->progress, self->received, MAX (self->expected, self->received), FALSE);
  read_more (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfTransfer *self = user_data;
  g_autoptr (GError) error = NULL;
  goffset length;

  TRUECONF_ASSERT_IO_THREAD ();

  self->chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (self->chunk == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) &&
      self->expected >= 0)
    {
      wrong_length (self);
      return;
    }
  if (self->chunk == NULL)
    {
      give_up_with (self, error);
      return;
    }

  length = (goffset) g_bytes_get_size (self->chunk);
  self->received += length;

  if (self->expected >= 0 &&
      (self->received > self->expected || (length == 0 && self->received < self->expected)))
    {
      wrong_length (self);
    }
  else if (self->limit >= 0 && self->received > self->limit)
    {
      too_large (self, self->received);
    }
  else if (length == 0)
    {
      self->on_disk = TRUE;
      trueconf_output_close_async (self->output, self->cancellable, closed_cb, self);
    }
  else
    {
      self->on_disk = TRUE;
      trueconf_output_write_async (self->output, self->chunk, self->cancellable, written_cb, self);
    }
}

static void
read_more (TrueconfTransfer *self)
{
  g_input_stream_read_bytes_async (self->stream, CHUNK, G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfTransfer *self = user_data;
  g_autoptr (GError) error = NULL;

  TRUECONF_ASSERT_IO_THREAD ();

  if (!trueconf_output_finish (result, &error))
    {
      give_up_with (self, error);
      return;
    }

  self->on_disk = FALSE;
  read_more (self);
}

/* What another server calls the file. */
static void
find_name (TrueconfTransfer *self, SoupMessageHeaders *headers)
{
  g_autofree char *disposition = NULL;
  g_autoptr (GHashTable) parameters = NULL;

  if (self->name != NULL ||
      !soup_message_headers_get_content_disposition (headers, &disposition, &parameters))
    return;

  if (g_hash_table_lookup (parameters, "filename") != NULL)
    self->name = trueconf_file_name_confine (g_hash_table_lookup (parameters, "filename"));
}

static void
bad_status (TrueconfTransfer *self, guint status)
{
  g_autofree char *problem = NULL;

  if (!self->foreign && (status == SOUP_STATUS_NOT_FOUND || status == SOUP_STATUS_GONE))
    {
      g_set_error (&self->error, TRUECONF_ERROR, TRUECONF_ERROR_FILE_NOT_AVAILABLE,
                   /* Translators: file name, number */
                   _ ("The server does not have the file “%s” any more (HTTP %u)"), self->label, status);
      return;
    }

  /* Translators: number */
  problem = g_strdup_printf (_ ("the answer was HTTP status %u"), status);
  trueconf_transfer_fail (self, problem);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfTransfer *self = user_data;
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  g_autoptr (GError) error = NULL;
  goffset length = -1;

  TRUECONF_ASSERT_IO_THREAD ();

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    {
      trueconf_transfer_fail_with (self, error);
      trueconf_transfer_finish (self);
      return;
    }

  if (soup_message_get_status (self->message) != SOUP_STATUS_OK)
    {
      bad_status (self, soup_message_get_status (self->message));
      g_cancellable_cancel (self->cancellable);
      trueconf_transfer_finish (self);
      return;
    }

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH)
    length = soup_message_headers_get_content_length (headers);

  if (length >= 0 && self->expected >= 0 && length != self->expected)
    {
      g_autofree char *announced = g_strdup_printf ("%" G_GOFFSET_FORMAT, self->expected);
      g_autofree char *comes = g_strdup_printf ("%" G_GOFFSET_FORMAT, length);
      g_autofree char *problem = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE,
                       /* Translators: number, number */
                       "%s byte was announced, and the answer has %s",
                       "%s bytes were announced, and the answer has %s", (gulong) self->expected),
          announced, comes);

      trueconf_transfer_fail (self, problem);
      give_up (self);
      return;
    }

  if (self->expected < 0)
    self->expected = length;
  if (self->limit >= 0 && self->expected > self->limit)
    {
      too_large (self, self->expected);
      return;
    }

  find_name (self, headers);
  self->on_disk = TRUE;
  trueconf_output_open_async (self->output, self->name, self->expected, self->cancellable, opened_cb, self);
}

/* Servers tell addresses that only they can reach, or with the wrong scheme: all but the path is known better here. */
static char *
build_own_uri (TrueconfTransfer *self)
{
  g_autofree char *base = trueconf_settings_build_uri (self->settings, "http", "/");
  g_autoptr (GUri) base_uri = g_uri_parse (base, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GUri) uri =
      base_uri != NULL ? g_uri_parse_relative (base_uri, self->uri, SOUP_HTTP_URI_FLAGS, NULL) : NULL;
  g_autofree char *path = NULL;
  const char *query;

  if (uri == NULL ||
      (g_strcmp0 (g_uri_get_scheme (uri), "http") != 0 && g_strcmp0 (g_uri_get_scheme (uri), "https") != 0))
    return NULL;

  query = g_uri_get_query (uri);
  path = g_strconcat (g_uri_get_path (uri)[0] == '/' ? "" : "/", g_uri_get_path (uri),
                      query != NULL ? "?" : NULL, query, NULL);
  return trueconf_settings_build_uri (self->settings, "http", path);
}

static void
begin (TrueconfTransfer *self)
{
  g_autofree char *uri = self->foreign ? g_strdup (self->uri) : build_own_uri (self);
  const char *scheme = uri != NULL ? g_uri_peek_scheme (uri) : NULL;
  SoupMessage *message = NULL;

  TRUECONF_ASSERT_IO_THREAD ();

  if (g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0)
    message = soup_message_new (SOUP_METHOD_GET, uri);

  if (message == NULL)
    {
      trueconf_transfer_fail (self, self->foreign ? _ ("its address is not one with “http:” or “https:”")
                                                  : _ ("the server told an address that is none"));
      trueconf_transfer_finish (self);
      return;
    }

  /* the address of a file is its key, and not to be taken elsewhere */
  if (!self->foreign)
    soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  trueconf_transfer_send (self, message, sent_cb);
}

/* From the bot's own server, whatever host the address names. */
TrueconfTransfer *
trueconf_transfer_new_download (TrueconfSettings *settings, const char *uri, TrueconfOutput *output)
{
  TrueconfTransfer *self = trueconf_transfer_new (settings, TRUECONF_ERROR_DOWNLOAD_FAILED);

  self->begin = begin;
  self->uri = g_strdup (uri);
  self->output = trueconf_output_ref (output);
  self->limit = trueconf_output_get_limit (output);

  return self;
}

/* From anywhere, to be sent. */
TrueconfTransfer *
trueconf_transfer_new_fetch (TrueconfSettings *settings, const char *uri, TrueconfOutput *output)
{
  TrueconfTransfer *self = trueconf_transfer_new (settings, TRUECONF_ERROR_UPLOAD_FAILED);

  self->begin = begin;
  self->foreign = TRUE;
  self->uri = g_strdup (uri);
  self->output = trueconf_output_ref (output);

  return self;
}
