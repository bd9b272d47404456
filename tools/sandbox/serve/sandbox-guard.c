/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-guard.h"

#include <sys/random.h>

#include "serve/sandbox-http.h"

#define KEY_BYTES 16

/* 128 random bits, in hexadecimal. */
char *
sandbox_guard_make_key (void)
{
  guint8 bytes[KEY_BYTES];
  GString *key = g_string_new (NULL);

  if (getentropy (bytes, sizeof bytes) != 0)
    g_error ("There is no source of random numbers");
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (key, "%02x", bytes[i]);
  return g_string_free (key, FALSE);
}

/* How long it takes does not tell how much of it is right. */
static gboolean
is_key (const char *key, const char *given, gsize length)
{
  gsize wanted = strlen (key);
  guint wrong = wanted != length;

  for (gsize i = 0; i < length; i++)
    wrong |= (guint) ((guchar) given[i] ^ (guchar) key[i % wanted]);
  return wrong == 0;
}

static gboolean
is_key_text (const SandboxServer *server, const char *given)
{
  return given != NULL && is_key (server->options->key, given, strlen (given));
}

gboolean
sandbox_guard_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address) : g_str_equal (host, "localhost");
}

/* As a header; or in the address, for programs that cannot set one. No cookie: browsers send it to all ports of a host. */
gboolean
sandbox_guard_has_key (SandboxServer *server, SoupServerMessage *msg, GHashTable *query)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (msg);
  const char *bearer = soup_message_headers_get_one (headers, "Authorization");

  return is_key_text (server, soup_message_headers_get_one (headers, "X-Sandbox-Key")) ||
         (bearer != NULL && g_ascii_strncasecmp (bearer, "Bearer ", 7) == 0 &&
          is_key_text (server, bearer + 7)) ||
         (query != NULL && is_key_text (server, g_hash_table_lookup (query, "key")));
}

/* The host of an authority such as “localhost:4309” or “[::1]:4309”. */
static char *
get_host (const char *authority)
{
  const char *end;

  if (*authority == '[')
    {
      end = strchr (authority, ']');
      return end != NULL ? g_strndup (authority + 1, (gsize) (end - authority - 1)) : NULL;
    }
  end = strchr (authority, ':');
  return end != NULL ? g_strndup (authority, (gsize) (end - authority)) : g_strdup (authority);
}

/* A name that an attacker has chosen can lead to any address, but no address to another one. */
static gboolean
is_own_address (SoupServerMessage *msg, const char *host)
{
  GSocketAddress *local = soup_server_message_get_local_address (msg);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL && G_IS_INET_SOCKET_ADDRESS (local) &&
         g_inet_address_equal (address, g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local)));
}

static gboolean
is_host (SandboxServer *server, SoupServerMessage *msg, const char *authority)
{
  const SandboxOptions *options = server->options;
  g_autofree char *host = get_host (authority);

  if (host == NULL)
    return FALSE;
  if (sandbox_guard_is_loopback (host) || g_ascii_strcasecmp (host, options->host) == 0)
    return TRUE;
  for (guint i = 0; options->allowed_hosts != NULL && options->allowed_hosts[i] != NULL; i++)
    if (g_ascii_strcasecmp (host, options->allowed_hosts[i]) == 0)
      return TRUE;
  return is_own_address (msg, host);
}

/* Only browsers say where a page comes from. */
static gboolean
is_foreign (SoupMessageHeaders *headers, const char *host)
{
  const char *origin = soup_message_headers_get_one (headers, "Origin");
  const char *authority = origin != NULL ? strstr (origin, "://") : NULL;

  return origin != NULL && (authority == NULL || g_ascii_strcasecmp (authority + 3, host) != 0);
}

static void
on_got_headers (SoupServerMessage *msg, gpointer user_data)
{
  SandboxServer *server = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (msg);
  const char *host = soup_message_headers_get_one (headers, "Host");

  if (host == NULL || !is_host (server, msg, host))
    sandbox_http_refuse (msg, SOUP_STATUS_MISDIRECTED_REQUEST,
                         "The sandbox is not called that. Use its address, or start it with --allow-host.");
  else if (is_foreign (headers, host))
    sandbox_http_refuse (msg, SOUP_STATUS_FORBIDDEN, "The sandbox does not serve pages of other origins.");
}

static void
on_request_started (SoupServer *soup, SoupServerMessage *msg, gpointer user_data)
{
  g_signal_connect (msg, "got-headers", G_CALLBACK (on_got_headers), user_data);
}

/* By a signal, because a handler for all paths is called only for those that have no handler of their own. Once there is
 * a status, libsoup calls none of them. */
void
sandbox_guard_add (SandboxServer *server)
{
  g_signal_connect (server->soup, "request-started", G_CALLBACK (on_request_started), server);
}
