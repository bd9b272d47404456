/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>

#include "text/trueconf-shown-private.h"
#include "trueconf-error-private.h"
#include "wire/trueconf-wire-private.h"

/* The body may come from anything at this address, for example an HTML page from a proxy. */
static gboolean
parse_body (TrueconfJson *json, GBytes *body)
{
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  return data != NULL && g_utf8_validate_len (data, length, NULL) &&
         trueconf_json_parse (json, data, length) &&
         trueconf_json_get_type_of (json, 0) == TRUECONF_JSON_OBJECT;
}

/* Takes names and values of strings, up to NULL. */
static char *
write_strings (const char *name, ...)
{
  GString *out = g_string_new ("{");
  va_list args;

  va_start (args, name);
  for (; name != NULL; name = va_arg (args, const char *))
    {
      if (out->len > 1)
        g_string_append_c (out, ',');
      trueconf_json_append_string (out, name);
      g_string_append_c (out, ':');
      trueconf_json_append_string (out, va_arg (args, const char *));
    }
  va_end (args);
  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}

char *
trueconf_wire_write_token_request (const char *client_id, const char *username, const char *password)
{
  return write_strings ("client_id", client_id, "grant_type", "password", "username", username, "password",
                        password, NULL);
}

char *
trueconf_wire_write_oauth_code (const char *username, const char *token)
{
  return write_strings ("client_id", username, "token", token, NULL);
}

char *
trueconf_wire_write_oauth_token (const char *code)
{
  return write_strings ("client_id", "user", "grant_type", "authorization_code", "code", code, NULL);
}

static char *
dup_text (const TrueconfJson *json, guint object, const char *name)
{
  guint node = trueconf_json_get_member (json, object, name);

  return trueconf_json_get_type_of (json, node) == TRUECONF_JSON_STRING
             ? trueconf_json_dup_string (json, node)
             : NULL;
}

/* The OAuth2 service sends an object with a list of reasons. */
static void
read_nested_error (const TrueconfJson *json, guint error, TrueconfTokenAnswer *answer)
{
  TrueconfJsonIter iter;

  answer->description = dup_text (json, error, "message");
  trueconf_json_iter_init (&iter, json, trueconf_json_get_member (json, error, "errors"));
  while (trueconf_json_iter_next (&iter))
    {
      g_autofree char *reason = dup_text (json, iter.value, "reason");

      if (g_strcmp0 (reason, "invalidScope") == 0)
        answer->missing_scope = TRUE;
      else if (g_strcmp0 (reason, "invalidClient") == 0 && answer->error == NULL)
        answer->error = g_strdup ("invalid_client");
    }
}

void
trueconf_wire_read_token_answer (GBytes *body, TrueconfTokenAnswer *answer)
{
  static const char *const texts[] = { "error_description", "reason" };
  g_auto (TrueconfJson) json = { 0 };
  guint error;

  if (!parse_body (&json, body))
    return;

  answer->token = dup_text (&json, 0, "access_token");
  answer->code = dup_text (&json, 0, "authorization_code");
  answer->has_expiry =
      trueconf_json_get_int (&json, trueconf_json_get_member (&json, 0, "expires_at"), &answer->expires) ||
      trueconf_json_get_int (&json, trueconf_json_get_member (&json, 0, "expires_in"), &answer->expires);

  answer->error = dup_text (&json, 0, "error");
  for (guint i = 0; i < G_N_ELEMENTS (texts) && answer->description == NULL; i++)
    answer->description = dup_text (&json, 0, texts[i]);

  error = trueconf_json_get_member (&json, 0, "error");
  if (trueconf_json_get_type_of (&json, error) == TRUECONF_JSON_OBJECT)
    read_nested_error (&json, error, answer);
}

void
trueconf_token_answer_clear (TrueconfTokenAnswer *answer)
{
  g_clear_pointer (&answer->token, g_free);
  g_clear_pointer (&answer->code, g_free);
  g_clear_pointer (&answer->error, g_free);
  g_clear_pointer (&answer->description, g_free);
}

/* Returns the time at which a JWT expires, or 0 if it does not say. */
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

gboolean
trueconf_wire_read_server_info (GBytes *body, char **name, char **version)
{
  g_auto (TrueconfJson) json = { 0 };
  guint product;

  if (!parse_body (&json, body))
    return FALSE;

  product = trueconf_json_get_member (&json, 0, "product");
  *name = dup_text (&json, product, "display_name");
  *version = dup_text (&json, product, "version");

  return *name != NULL || *version != NULL;
}

/* Returns NULL with an error if the server sent one with a number, and NULL without an error if the body cannot be
 * read. */
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
        {
          g_autofree char *words = trueconf_text_show (text);

          g_set_error (error, TRUECONF_API_ERROR, (int) code,
                       /* Translators: what it means, number, the server's words */
                       _ ("%s (error %d: “%s”)"), trueconf_api_error_describe ((int) code), (int) code,
                       words);
        }
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
