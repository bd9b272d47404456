/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "text/trueconf-shown-private.h"
#include "transport/trueconf-redirect-private.h"

/* 303 is no redirection of a request: it names a page that tells of its result. */
gboolean
trueconf_redirect_is_one (guint status)
{
  return status == SOUP_STATUS_MOVED_PERMANENTLY || status == SOUP_STATUS_FOUND ||
         status == SOUP_STATUS_TEMPORARY_REDIRECT || status == SOUP_STATUS_PERMANENT_REDIRECT;
}

char *
trueconf_redirect_describe_second (guint status)
{
  return g_strdup_printf (
      _ ("the server redirects the request again and again (HTTP %u). Check “server” and “port”"), status);
}

static char *
describe_place (GUri *uri)
{
  g_autofree char *text = g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                                      g_uri_get_port (uri), "", NULL, NULL);

  return trueconf_text_show (text);
}

/* Another port of the same host may belong to somebody else, who would get the password or the token. From HTTP to HTTPS
 * the port has to change, and there the certificate says whose it is. */
GUri *
trueconf_redirect_get_target (const TrueconfSettings *settings,
                              GUri *from,
                              guint status,
                              SoupMessageHeaders *headers,
                              char **problem)
{
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr (GUri) target =
      location != NULL ? g_uri_parse_relative (from, location, SOUP_HTTP_URI_FLAGS, NULL) : NULL;
  const char *scheme = target != NULL ? g_uri_get_scheme (target) : NULL;
  gboolean to_https = g_strcmp0 (scheme, "https") == 0;
  gboolean from_https = g_str_equal (g_uri_get_scheme (from), "https");
  g_autofree char *place = NULL;

  if (target == NULL || g_uri_get_host (target) == NULL || g_uri_get_userinfo (target) != NULL ||
      (!to_https && g_strcmp0 (scheme, "http") != 0))
    {
      *problem =
          g_strdup_printf (_ ("the server redirects the request (HTTP %u), but not to an address that can "
                              "be used"),
                           status);
      return NULL;
    }

  place = describe_place (target);
  if (from_https && !to_https)
    {
      *problem = g_strdup_printf (
          /* Translators: number of the HTTP status, address */
          _ ("the server redirects the request (HTTP %u) to “%s”, without TLS. The bot does not go there, because "
             "others could read along"),
          status, place);
      return NULL;
    }

  if (!trueconf_settings_is_own_host (settings, target) ||
      (from_https == to_https && g_uri_get_port (target) != g_uri_get_port (from)))
    {
      *problem = g_strdup_printf (
          /* Translators: number of the HTTP status, address */
          _ ("the server redirects the request (HTTP %u) to “%s”. If this is the right server, set “server” and "
             "“port” to it"),
          status, place);
      return NULL;
    }

  return g_steal_pointer (&target);
}
