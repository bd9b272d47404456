/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-token.h"

#include "base/sandbox-json.h"

#define HEADER     "{\"alg\":\"HS256\",\"typ\":\"JWT\"}"
#define DIGEST_LEN 32

static char *
base64url (const void *data, gsize length)
{
  char *text = g_base64_encode (data, length);

  for (char *p = text; *p != '\0'; p++)
    {
      if (*p == '+')
        *p = '-';
      else if (*p == '/')
        *p = '_';
      else if (*p == '=')
        {
          *p = '\0';
          break;
        }
    }
  return text;
}

static guchar *
base64url_decode (const char *text, gsize *length)
{
  g_autoptr (GString) plain = g_string_new (text);

  for (gsize i = 0; i < plain->len; i++)
    {
      if (plain->str[i] == '-')
        plain->str[i] = '+';
      else if (plain->str[i] == '_')
        plain->str[i] = '/';
    }
  while (plain->len % 4 != 0)
    g_string_append_c (plain, '=');
  return g_base64_decode (plain->str, length);
}

static char *
sign (const char *secret, const char *signed_part)
{
  guint8 digest[DIGEST_LEN];
  gsize length = sizeof digest;
  GHmac *hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) secret, strlen (secret));

  g_hmac_update (hmac, (const guchar *) signed_part, -1);
  g_hmac_get_digest (hmac, digest, &length);
  g_hmac_unref (hmac);
  return base64url (digest, length);
}

/* What a client can read in it about its end is `claimed`, which need not be true. */
char *
sandbox_token_make (const char *secret,
                    const char *login,
                    gint64 expires_at,
                    gint64 claimed,
                    gint64 generation)
{
  g_autoptr (JsonObject) claims = json_object_new ();
  g_autofree char *unique = g_uuid_string_random ();
  g_autofree char *claims_text = NULL;
  g_autofree char *header = base64url (HEADER, strlen (HEADER));
  g_autofree char *body = NULL;
  g_autofree char *signed_part = NULL;
  g_autofree char *signature = NULL;

  json_object_set_string_member (claims, "sub", login);
  json_object_set_int_member (claims, "iat", g_get_real_time () / G_USEC_PER_SEC);
  json_object_set_int_member (claims, "exp", claimed);
  if (claimed != expires_at)
    json_object_set_int_member (claims, "end", expires_at);
  json_object_set_int_member (claims, "gen", generation);
  json_object_set_string_member (claims, "jti", unique);
  claims_text = sandbox_json_object_text (claims);
  body = base64url (claims_text, strlen (claims_text));
  signed_part = g_strconcat (header, ".", body, NULL);
  signature = sign (secret, signed_part);
  return g_strconcat (signed_part, ".", signature, NULL);
}

/* The login is also set for an expired token. */
SandboxTokenVerdict
sandbox_token_verify (const char *secret, const char *token, char **login, gint64 *generation)
{
  g_auto (GStrv) parts = g_strsplit (token, ".", 4);
  g_autofree char *signed_part = NULL;
  g_autofree char *expected = NULL;
  g_autofree guchar *claims_text = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *claims;
  const char *subject;
  gint64 expires_at;
  gsize length;

  if (g_strv_length (parts) != 3)
    return SANDBOX_TOKEN_INVALID;
  signed_part = g_strconcat (parts[0], ".", parts[1], NULL);
  expected = sign (secret, signed_part);
  if (!g_str_equal (expected, parts[2]))
    return SANDBOX_TOKEN_INVALID;
  claims_text = base64url_decode (parts[1], &length);
  node = sandbox_json_parse ((const char *) claims_text, length);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return SANDBOX_TOKEN_INVALID;
  claims = json_node_get_object (node);
  subject = sandbox_json_string (claims, "sub");
  if (subject == NULL || !sandbox_json_integer (claims, "exp", &expires_at))
    return SANDBOX_TOKEN_INVALID;
  *login = g_strdup (subject);
  *generation = sandbox_json_integer_or (claims, "gen", 0);
  expires_at = sandbox_json_integer_or (claims, "end", expires_at);
  return expires_at > g_get_real_time () / G_USEC_PER_SEC ? SANDBOX_TOKEN_VALID : SANDBOX_TOKEN_EXPIRED;
}
