/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <net/if.h>
#include <string.h>

#include "text/trueconf-shown-private.h"
#include "transport/trueconf-settings-private.h"
#include "trueconf-error.h"
#include "trueconf-string-private.h"
#include "trueconf-tsan-private.h"

#define PORT_HTTPS  443
#define PORT_BRIDGE 4309

/* of what DNS can look up */
#define LONGEST_NAME 254

TrueconfSettings *
trueconf_settings_new (void)
{
  return g_atomic_rc_box_new0 (TrueconfSettings);
}

TrueconfSettings *
trueconf_settings_ref (TrueconfSettings *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
settings_clear (gpointer data)
{
  TrueconfSettings *self = data;

  TRUECONF_TSAN_ACQUIRE (self);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->username, g_free);
  g_clear_pointer (&self->client_id, g_free);
  trueconf_clear_secret (&self->token);
  trueconf_clear_secret (&self->password);
  g_clear_object (&self->tls_database);
  g_clear_object (&self->proxy_resolver);
}

void
trueconf_settings_unref (TrueconfSettings *self)
{
  TRUECONF_TSAN_RELEASE (self);
  g_atomic_rc_box_release_full (self, settings_clear);
}

guint
trueconf_settings_get_port (const TrueconfSettings *self)
{
  if (self->port != 0)
    return self->port;

  return self->https ? PORT_HTTPS : PORT_BRIDGE;
}

/* Without the brackets that IPv6 may have. */
static char *
get_bare_host (const TrueconfSettings *self)
{
  gsize length = strlen (self->server);

  if (length > 1 && self->server[0] == '[' && self->server[length - 1] == ']')
    return g_strndup (self->server + 1, length - 2);

  return g_strdup (self->server);
}

char *
trueconf_settings_describe_server (const TrueconfSettings *self)
{
  g_autofree char *host = get_bare_host (self);
  gboolean colon = strchr (host, ':') != NULL;

  return g_strdup_printf ("%s%s%s:%u", colon ? "[" : "", host, colon ? "]" : "",
                          trueconf_settings_get_port (self));
}

/* In an address the “%” before a zone is written as “%25”. The C library takes the name of an interface only for
 * addresses of one link, and its number for all. */
char *
trueconf_settings_build_uri (const TrueconfSettings *self, const char *scheme, const char *path)
{
  g_autofree char *host = get_bare_host (self);
  const char *begin = "";
  const char *end = "";
  char *zone = NULL;
  g_autofree char *encoded = NULL;

  if (strchr (host, ':') != NULL)
    {
      begin = "[";
      end = "]";
      zone = strchr (host, '%');
    }

  if (zone != NULL)
    {
      guint number = if_nametoindex (zone + 1);

      encoded = number != 0 ? g_strdup_printf ("%%25%u", number) : g_strdup_printf ("%%25%s", zone + 1);
      *zone = '\0';
    }

  return g_strdup_printf ("%s%s://%s%s%s%s:%u%s", scheme, self->https ? "s" : "", begin, host,
                          encoded != NULL ? encoded : "", end, trueconf_settings_get_port (self), path);
}

/* A dot at the end of a name only keeps the search list of the DNS out. */
static gboolean
is_same_host (const char *one, const char *other)
{
  gsize length = strlen (one);
  gsize other_length = strlen (other);

  if (length > 1 && one[length - 1] == '.')
    length--;
  if (other_length > 1 && other[other_length - 1] == '.')
    other_length--;

  return length == other_length && g_ascii_strncasecmp (one, other, length) == 0;
}

/* Whether the address leads to the bot's own server, on whatever port. */
gboolean
trueconf_settings_is_own_host (const TrueconfSettings *self, GUri *uri)
{
  g_autofree char *own = trueconf_settings_build_uri (self, "http", "/");
  g_autoptr (GUri) own_uri = g_uri_parse (own, G_URI_FLAGS_NONE, NULL);

  return own_uri != NULL && g_uri_get_host (uri) != NULL &&
         is_same_host (g_uri_get_host (uri), g_uri_get_host (own_uri));
}

/* What GLib takes for an address is decided there, and may change. */
static gboolean
has_uri (const TrueconfSettings *self)
{
  g_autofree char *text = trueconf_settings_build_uri (self, "http", "/");
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);

  return uri != NULL;
}

/* An interface's name or number; what else is in it would be read as a part of the address. */
static gboolean
is_zone (const char *zone)
{
  return zone[0] != '\0' &&
         strspn (zone, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~") == strlen (zone);
}

static const char *
check_ipv6 (const char *server)
{
  gsize length = strlen (server);
  gboolean brackets = length > 1 && server[0] == '[' && server[length - 1] == ']';
  g_autofree char *bare = brackets ? g_strndup (server + 1, length - 2) : g_strdup (server);
  char *zone = strchr (bare, '%');
  g_autoptr (GInetAddress) address = NULL;

  if (zone != NULL)
    *zone = '\0';

  address = g_inet_address_new_from_string (bare);
  if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return strchr (server, ':') != NULL
               ? _ ("it has a colon in it, but is no IPv6 address. Set the port by the property “port”")
               : _ ("it is in brackets, but is no IPv6 address. Leave the brackets out");

  if (zone != NULL && !is_zone (zone + 1))
    return _ ("what follows the “%” is no name of a network interface. Write it as in “fe80::1%eth0”");

  return NULL;
}

static const char *
check_host_name (const char *server)
{
  g_autofree char *ascii = g_utf8_validate (server, -1, NULL) ? g_hostname_to_ascii (server) : NULL;
  gsize length = ascii != NULL ? strlen (ascii) : 0;

  if (length == 0 || length > LONGEST_NAME || ascii[0] == '.' || strstr (ascii, "..") != NULL ||
      strspn (ascii, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") != length)
    return _ ("it is no host name. Give one like “video.example.com”, or an IP address");

  return NULL;
}

const char *
trueconf_settings_hide_user (const char *server)
{
  const char *end = strrchr (server, '@');

  return end != NULL ? end : server;
}

static gboolean
check_server (const TrueconfSettings *self, GError **error)
{
  const char *server = self->server;
  const char *problem = NULL;
  g_autofree char *shown = NULL;
  gsize length = server != NULL ? strlen (server) : 0;

  if (length == 0)
    problem = _ ("it is empty. Set the host name or address of the server, for example “video.example.com”");
  else if (strstr (server, "://") != NULL)
    problem = _ ("it begins with a scheme. Leave “https://” out; the property “https” decides");
  else if (strpbrk (server, "/?#") != NULL)
    problem = _ ("it has a path in it. Give the host name alone, for example “video.example.com”");
  else if (strchr (server, '@') != NULL)
    problem = _ ("it has an “@” in it. Give the host name alone, for example “video.example.com”");
  else if (strpbrk (server, " \t\r\n") != NULL)
    problem = _ ("it has white space in it. Remove it");
  else if (server[0] == '[' || strchr (server, ':') != NULL)
    problem = check_ipv6 (server);
  else
    problem = check_host_name (server);

  if (problem == NULL && !has_uri (self))
    problem = _ ("no address can be made of it. Give a name like “video.example.com”, or an IP address");

  if (problem == NULL)
    return TRUE;

  shown = trueconf_text_show (server != NULL ? trueconf_settings_hide_user (server) : "");
  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
               /* Translators: address as it was given, what is wrong with it */
               _ ("The server “%s” cannot be used: %s"), shown, problem);
  return FALSE;
}

static gboolean
check_port (guint port, GError **error)
{
  if (port <= G_MAXUINT16)
    return TRUE;

  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
               _ ("The port %u cannot be used: the largest one is %d. Check the property “port”"), port,
               G_MAXUINT16);
  return FALSE;
}

/* What a person has to put right before anything can be sent. */
gboolean
trueconf_settings_check (const TrueconfSettings *self, GError **error)
{
  if (!check_port (self->port, error) || !check_server (self, error))
    return FALSE;

  if (self->username != NULL && self->password == NULL)
    {
      g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                           _ ("There is a user name, but no password. Set the property “password”"));
      return FALSE;
    }

  if (self->username != NULL && self->username[0] == '\0')
    {
      g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                           _ ("The user name is empty. Set the property “username”"));
      return FALSE;
    }

  return TRUE;
}
