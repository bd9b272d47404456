/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dialogs/trueconf-redis-address-private.h"
#include "trueconf-error.h"
#include "trueconf-string-private.h"

#define DEFAULT_PORT 6379

/* The server knows better how many databases it has; this keeps the number a number. */
#define MAX_DATABASE 65535

static void
address_clear (gpointer data)
{
  TrueconfRedisAddress *self = data;

  g_free (self->shown);
  g_free (self->host);
  g_free (self->path);
  g_free (self->user_name);
  trueconf_clear_secret (&self->password);
  g_clear_object (&self->authorities);
}

TrueconfRedisAddress *
trueconf_redis_address_ref (TrueconfRedisAddress *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
trueconf_redis_address_unref (TrueconfRedisAddress *self)
{
  g_atomic_rc_box_release_full (self, address_clear);
}

static gboolean
parse_database (TrueconfRedisAddress *self, const char *text)
{
  guint64 number = 0;

  if (text == NULL || *text == '\0')
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, MAX_DATABASE, &number, NULL))
    return FALSE;

  self->database = (guint) number;
  return TRUE;
}

static gboolean
parse_socket (TrueconfRedisAddress *self, GUri *uri)
{
  g_autoptr (GHashTable) options = NULL;

  if (*g_uri_get_path (uri) != '/' || (g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0'))
    return FALSE;

  self->path = g_strdup (g_uri_get_path (uri));
  if (g_uri_get_query (uri) == NULL)
    return TRUE;

  options = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_NONE, NULL);
  return options != NULL && parse_database (self, g_hash_table_lookup (options, "db"));
}

static gboolean
parse_host (TrueconfRedisAddress *self, GUri *uri)
{
  const char *path = g_uri_get_path (uri);

  self->host = g_strdup (g_uri_get_host (uri));
  self->port = g_uri_get_port (uri) > 0 ? (guint16) g_uri_get_port (uri) : DEFAULT_PORT;

  return self->host != NULL && *self->host != '\0' && parse_database (self, *path == '/' ? path + 1 : path);
}

static void
take_login (TrueconfRedisAddress *self, GUri *uri)
{
  const char *user = g_uri_get_user (uri);
  const char *password = g_uri_get_password (uri);

  self->user_name = user != NULL && *user != '\0' ? g_strdup (user) : NULL;
  self->password = password != NULL && *password != '\0' ? g_strdup (password) : NULL;
}

static char *
show (TrueconfRedisAddress *self)
{
  g_autofree char *database = self->database != 0 ? g_strdup_printf ("%u", self->database) : NULL;
  g_autofree char *escaped = NULL;

  if (self->path != NULL)
    {
      escaped = g_uri_escape_string (self->path, "/", TRUE);
      return g_strconcat ("unix://", escaped, database != NULL ? "?db=" : NULL, database, NULL);
    }

  return g_strdup_printf ("%s://%s%s%s:%u%s%s", self->tls ? "rediss" : "redis",
                          strchr (self->host, ':') != NULL ? "[" : "", self->host,
                          strchr (self->host, ':') != NULL ? "]" : "", self->port,
                          database != NULL ? "/" : "", database != NULL ? database : "");
}

TrueconfRedisAddress *
trueconf_redis_address_parse (const char *text, GError **error)
{
  g_autoptr (TrueconfRedisAddress) self = g_atomic_rc_box_new0 (TrueconfRedisAddress);
  g_autoptr (GUri) uri = text != NULL ? g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD, NULL) : NULL;
  gboolean valid = FALSE;

  if (uri != NULL)
    {
      const char *scheme = g_uri_get_scheme (uri);

      self->tls = strcmp (scheme, "rediss") == 0;
      if (strcmp (scheme, "unix") == 0)
        valid = parse_socket (self, uri);
      else if (self->tls || strcmp (scheme, "redis") == 0)
        valid = parse_host (self, uri);
    }

  if (!valid)
    {
      g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                           _ ("The address of a server of Redis looks like “redis://host:port/database”, "
                              "“rediss://host” with TLS, or “unix:///path/to/socket”; in a password, "
                              "characters such as @, / and # are written with a percent sign"));
      return NULL;
    }

  take_login (self, uri);
  self->shown = show (self);
  self->verify = TRUE;
  return g_steal_pointer (&self);
}
