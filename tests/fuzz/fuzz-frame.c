/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Any bytes, to all that reads what a server sends: frames of the WebSocket, and bodies of HTTP answers. */

#include "fuzz-read.h"
#include "model/trueconf-event-private.h"
#include "wire/trueconf-wire-private.h"

static void
read_event (TrueconfFrame *frame)
{
  g_autoptr (TrueconfEvent) event = trueconf_wire_read_event (frame);

  g_assert_true (TRUECONF_IS_EVENT (event));
  fuzz_read_string (trueconf_event_get_chat_key (event));
  fuzz_read_object (G_OBJECT (event));
}

/* As if the frame were the answer to each of the methods. */
static void
read_results (TrueconfFrame *frame)
{
  for (int method = 0; method <= TRUECONF_METHOD_OTHER; method++)
    {
      const TrueconfMethodRow *row = trueconf_wire_get_method ((TrueconfMethod) method);
      g_auto (GValue) value = G_VALUE_INIT;
      g_autoptr (GError) error = NULL;

      if (trueconf_wire_read_result (frame, row, row->name != NULL ? row->name : "other", &value, &error))
        {
          g_assert_no_error (error);
          fuzz_read_value (&value);
        }
      else
        {
          fuzz_read_error (error);
        }
    }
}

static void
read_refusal (TrueconfFrame *frame)
{
  g_autofree char *user_id = trueconf_wire_read_auth_user_id (frame);

  fuzz_read_string (user_id);
  for (int quoted = 0; quoted <= 1; quoted++)
    {
      g_autoptr (GError) error = trueconf_wire_read_error (frame, "getChats", quoted);

      if (error != NULL)
        fuzz_read_error (error);
    }
}

static void
read_frame (GBytes *bytes)
{
  g_auto (TrueconfFrame) frame;
  gboolean good = trueconf_frame_init (&frame, bytes);

  /* the socket lets nothing else through; what is left is to know where the bytes end */
  if (!good || !g_utf8_validate_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL))
    return;

  fuzz_read_string (frame.method);
  read_event (&frame);
  read_results (&frame);
  read_refusal (&frame);
}

static void
read_http (GBytes *bytes)
{
  g_auto (TrueconfTokenAnswer) answer = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *version = NULL;
  g_autofree char *upload = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  trueconf_wire_read_token_answer (bytes, &answer);
  fuzz_read_string (answer.token);
  fuzz_read_string (answer.code);
  fuzz_read_string (answer.error);
  fuzz_read_string (answer.description);

  g_assert_true (trueconf_wire_read_server_info (bytes, &name, &version) ==
                 (name != NULL || version != NULL));
  fuzz_read_string (name);
  fuzz_read_string (version);

  upload = trueconf_wire_read_upload_answer (bytes, &error);
  g_assert_true (upload == NULL || error == NULL);
  fuzz_read_string (upload);
  if (error != NULL)
    fuzz_read_error (error);

  if (data != NULL)
    trueconf_wire_read_token_claim (data, size);
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  fuzz_init ();
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  read_frame (bytes);
  read_http (bytes);

  return 0;
}
