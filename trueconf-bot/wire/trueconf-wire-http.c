/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "trueconf-error-private.h"
#include "wire/trueconf-wire-private.h"

/* Bodies come from whatever answers at the address, a proxy's HTML page for one. */
static gboolean
parse_body (TrueconfJson *json, GBytes *body)
{
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  return data != NULL && g_utf8_validate_len (data, length, NULL) &&
         trueconf_json_parse (json, data, length) &&
         trueconf_json_get_type_of (json, 0) == TRUECONF_JSON_OBJECT;
}

char *
trueconf_wire_write_token_request (const char *username, const char *password)
{
  GString *out = g_string_new ("{\"client_id\":\"chat_bot\",\"grant_type\":\"password\",\"username\":");

  trueconf_json_append_string (out, username);
  g_string_append (out, ",\"password\":");
  trueconf_json_append_string (out, password);
  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}

void
trueconf_wire_read_token_answer (GBytes *body, TrueconfTokenAnswer *answer)
{
  static const char *const texts[] = { "error_description", "reason" };
  g_auto (TrueconfJson) json = { 0 };
  guint node;

  if (!parse_body (&json, body))
    return;

  node = trueconf_json_get_member (&json, 0, "access_token");
  if (trueconf_json_get_type_of (&json, node) == TRUECONF_JSON_STRING)
    answer->token = trueconf_json_dup_string (&json, node);

  answer->has_expiry =
      trueconf_json_get_int (&json, trueconf_json_get_member (&json, 0, "expires_at"), &answer->expires) ||
      trueconf_json_get_int (&json, trueconf_json_get_member (&json, 0, "expires_in"), &answer->expires);

  node = trueconf_json_get_member (&json, 0, "error");
  if (trueconf_json_get_type_of (&json, node) == TRUECONF_JSON_STRING)
    answer->error = trueconf_json_dup_string (&json, node);

  for (guint i = 0; i < G_N_ELEMENTS (texts) && answer->description == NULL; i++)
    {
      node = trueconf_json_get_member (&json, 0, texts[i]);
      if (trueconf_json_get_type_of (&json, node) == TRUECONF_JSON_STRING)
        answer->description = trueconf_json_dup_string (&json, node);
    }
}

void
trueconf_token_answer_clear (TrueconfTokenAnswer *answer)
{
  g_clear_pointer (&answer->token, g_free);
  g_clear_pointer (&answer->error, g_free);
  g_clear_pointer (&answer->description, g_free);
}

/* The time at which a JWT expires by what it says itself; 0 when it does not say. */
gint64
trueconf_wire_read_token_claim (const char *payload, gsize length)
{
  g_auto (TrueconfJson) json = { 0 };
  gint64 expires = 0;

  if (!g_utf8_validate_len (payload, length, NULL) || !trueconf_json_parse (&json, payload, length))
    return 0;

  trueconf_json_get_int (&json, trueconf_json_get_member (&json, 0, "exp"), &expires);
  return expires;
}

/* NULL with an error of the server when it has a number, and without one when there is nothing to be understood. */
char *
trueconf_wire_read_upload_answer (GBytes *body, GError **error)
{
  g_auto (TrueconfJson) json = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  gint64 code = 0;
  guint node;

  if (!parse_body (&json, body))
    return NULL;

  if ((trueconf_json_get_int (&json, trueconf_json_get_member (&json, 0, "error"), &code) ||
       trueconf_json_get_int (&json, trueconf_json_get_member (&json, 0, "errorCode"), &code)) &&
      code > 0 && code <= G_MAXINT32)
    {
      text = trueconf_json_dup_string (&json, trueconf_json_get_member (&json, 0, "error_description"));
      if (text != NULL && text[0] != '\0')
        g_set_error (error, TRUECONF_API_ERROR, (int) code,
                     /* Translators: what it means, number, the server's words */
                     _ ("%s (error %d: “%s”)"), trueconf_api_error_describe ((int) code), (int) code, text);
      else
        g_set_error (error, TRUECONF_API_ERROR, (int) code,
                     /* Translators: what it means, number */
                     _ ("%s (error %d)"), trueconf_api_error_describe ((int) code), (int) code);
      return NULL;
    }

  node = trueconf_json_get_member (&json, 0, "temporalFileId");
  if (trueconf_json_get_type_of (&json, node) == TRUECONF_JSON_STRING)
    id = trueconf_json_dup_string (&json, node);

  return id != NULL && id[0] != '\0' ? g_steal_pointer (&id) : NULL;
}
