/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "transport/trueconf-settings-private.h"
#include "transport/trueconf-tsan-private.h"
#include "trueconf-error.h"
#include "trueconf-string-private.h"

#define PORT_HTTPS  443
#define PORT_BRIDGE 4309

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

/* The host as it stands in an address: IPv6 goes into brackets. */
static char *
get_host (const TrueconfSettings *self)
{
  gsize length = strlen (self->server);

  if (strchr (self->server, ':') != NULL && self->server[0] != '[')
    return g_strdup_printf ("[%s]", self->server);

  return g_strndup (self->server, length);
}

char *
trueconf_settings_describe_server (const TrueconfSettings *self)
{
  g_autofree char *host = get_host (self);

  return g_strdup_printf ("%s:%u", host, trueconf_settings_get_port (self));
}

char *
trueconf_settings_build_uri (const TrueconfSettings *self, const char *scheme, const char *path)
{
  g_autofree char *server = trueconf_settings_describe_server (self);

  return g_strdup_printf ("%s%s://%s%s", scheme, self->https ? "s" : "", server, path);
}

static gboolean
check_server (const char *server, GError **error)
{
  const char *problem = NULL;
  g_autofree char *bare = NULL;
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

  if (problem == NULL && (server[0] == '[' || strchr (server, ':') != NULL))
    {
      bare = server[0] == '[' && server[length - 1] == ']' ? g_strndup (server + 1, length - 2)
                                                           : g_strdup (server);
      if (!g_hostname_is_ip_address (bare))
        problem = _ ("it has a colon in it, but is no IPv6 address. Set the port by the property “port”");
    }
  else if (problem == NULL)
    {
      bare = g_hostname_to_ascii (server);
      if (bare == NULL || !g_utf8_validate (server, -1, NULL) ||
          strspn (bare, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") != strlen (bare))
        problem = _ ("it is no host name. Give one like “video.example.com”, or an IP address");
    }

  if (problem == NULL)
    return TRUE;

  /* what stands before an “@” may be a password */
  shown = g_utf8_make_valid (server == NULL                 ? ""
                             : strchr (server, '@') != NULL ? strrchr (server, '@')
                                                            : server,
                             -1);
  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
               /* Translators: address as it was given, what is wrong with it */
               _ ("The server “%s” cannot be used: %s"), shown, problem);
  return FALSE;
}

/* What a person has to put right before anything can be sent. */
gboolean
trueconf_settings_check (const TrueconfSettings *self, GError **error)
{
  if (!check_server (self->server, error))
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
