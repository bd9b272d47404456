/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "wire/trueconf-shape-private.h"

/* Returns FALSE if it is not a frame of the protocol. The frame has to be cleared in any case. */
gboolean
trueconf_frame_init (TrueconfFrame *self, GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  TrueconfJsonIter iter;
  gint64 type = 0;

  self->bytes = g_bytes_ref (bytes);
  self->json.tokens = self->json.inline_tokens;
  self->type = 0;
  self->has_id = FALSE;
  self->id = 0;
  self->method = NULL;
  self->payload = TRUECONF_JSON_NONE;
  self->depth = 0;

  if (data == NULL || !trueconf_json_parse (&self->json, data, length) ||
      trueconf_json_get_type_of (&self->json, 0) != TRUECONF_JSON_OBJECT)
    return FALSE;

  trueconf_json_iter_init (&iter, &self->json, 0);
  while (trueconf_json_iter_next (&iter))
    {
      if (trueconf_json_equals (&self->json, iter.key, "type", 4))
        {
          trueconf_json_get_int (&self->json, iter.value, &type);
        }
      else if (trueconf_json_equals (&self->json, iter.key, "id", 2))
        {
          self->has_id = trueconf_json_get_int (&self->json, iter.value, &self->id);
        }
      else if (trueconf_json_equals (&self->json, iter.key, "method", 6))
        {
          g_free (self->method);
          self->method = trueconf_json_dup_string (&self->json, iter.value);
        }
      else if (trueconf_json_equals (&self->json, iter.key, "payload", 7))
        {
          self->payload = iter.value;
        }
    }

  if (type != TRUECONF_FRAME_REQUEST && type != TRUECONF_FRAME_RESPONSE)
    return FALSE;

  self->type = (TrueconfFrameType) type;
  return TRUE;
}

void
trueconf_frame_clear (TrueconfFrame *self)
{
  trueconf_json_clear (&self->json);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->method, g_free);
}

char *
trueconf_frame_write_request (guint32 id, const char *method, const char *payload)
{
  GString *out = g_string_sized_new (64 + strlen (payload));

  g_string_append_printf (out, "{\"type\":1,\"id\":%u,\"method\":", id);
  trueconf_json_append_string (out, method);
  g_string_append (out, ",\"payload\":");
  g_string_append (out, payload);
  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}

char *
trueconf_frame_write_acknowledgement (gint64 id)
{
  return g_strdup_printf ("{\"type\":2,\"id\":%" G_GINT64_FORMAT "}", id);
}

static JsonNode *
build_raw (const char *data, gsize length)
{
  g_auto (TrueconfJson) json = { 0 };

  if (!trueconf_json_parse (&json, data, length))
    return json_node_new (JSON_NODE_NULL);

  return trueconf_json_to_node (&json, 0);
}

void
trueconf_frame_set_raw (TrueconfFrame *frame, guint node, TrueconfRaw *raw)
{
  const TrueconfJsonToken *token;
  guint quote;

  if (node == TRUECONF_JSON_NONE)
    return;

  token = &frame->json.tokens[node];
  quote = token->type == TRUECONF_JSON_STRING ? 1 : 0;
  trueconf_raw_set (raw, frame->bytes, token->start - quote, token->end - token->start + 2 * quote,
                    build_raw);
}
