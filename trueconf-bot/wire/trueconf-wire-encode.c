/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "wire/trueconf-wire-tables-private.h"

/* Methods that are not in the table are judged by their names. */
static gboolean
sounds_read_only (const char *method)
{
  return g_str_has_prefix (method, "get") || g_str_has_prefix (method, "has");
}

gboolean
trueconf_wire_is_idempotent (const char *method)
{
  const TrueconfMethodRow *row = trueconf_wire_find_method (method);

  return row != NULL ? row->idempotent : sounds_read_only (method);
}

gboolean
trueconf_wire_is_read_only (const char *method)
{
  const TrueconfMethodRow *row = trueconf_wire_find_method (method);

  return row != NULL ? row->read_only : sounds_read_only (method);
}

static void
append_name (GString *out, const char *name, gsize length)
{
  char last = out->str[out->len - 1];

  if (last != '{')
    g_string_append_c (out, ',');
  g_string_append_c (out, '"');
  g_string_append_len (out, name, (gssize) length);
  g_string_append (out, "\":");
}

/* Members of an inner object are next to each other in the row, so that the object is opened and closed once. */
static void
open_path (GString *out, const char *path, const char **open, gsize *open_length)
{
  const char *dot = strchr (path, '.');
  gsize length = dot != NULL ? (gsize) (dot - path) : 0;

  if (*open_length > 0 && (length != *open_length || memcmp (path, *open, length) != 0))
    {
      g_string_append_c (out, '}');
      *open_length = 0;
    }

  if (length > 0 && *open_length == 0)
    {
      append_name (out, path, length);
      g_string_append_c (out, '{');
      *open = path;
      *open_length = length;
    }

  path = dot != NULL ? dot + 1 : path;
  append_name (out, path, strlen (path));
}

/* Servers put the connection behind the ids of some authors, but take the user alone. */
void
trueconf_wire_append_user (GString *out, const char *user_id)
{
  g_autofree char *user = g_strndup (user_id, strcspn (user_id, "/"));

  trueconf_json_append_string (out, user);
  if (strchr (user, '@') == NULL)
    {
      out->str[out->len - 1] = TRUECONF_WIRE_SERVER_PLACE;
      g_string_append_c (out, '"');
    }
}

/* Inserts the server's name, taken from the bot's own id. Returns NULL if there is nothing to insert. */
char *
trueconf_wire_complete (const char *payload, const char *user_id)
{
  const char *at = user_id != NULL ? strchr (user_id, '@') : NULL;
  const char *place = strchr (payload, TRUECONF_WIRE_SERVER_PLACE);
  g_autoptr (GString) domain = NULL;
  GString *out;

  if (place == NULL)
    return NULL;

  domain = g_string_new (NULL);
  trueconf_json_append_string (domain, at != NULL ? at : "");
  out = g_string_sized_new (strlen (payload) + domain->len);
  for (; place != NULL; place = strchr (payload, TRUECONF_WIRE_SERVER_PLACE))
    {
      g_string_append_len (out, payload, place - payload);
      g_string_append_len (out, domain->str + 1, (gssize) domain->len - 2);
      payload = place + 1;
    }
  g_string_append (out, payload);

  return g_string_free (out, FALSE);
}

/* Writes the payload of a request. The arguments have the order of the row. */
char *
trueconf_wire_encode (const TrueconfMethodRow *row, va_list args)
{
  GString *out = g_string_sized_new (256);
  const char *open = NULL;
  gsize open_length = 0;

  g_string_append_c (out, '{');
  for (const TrueconfArg *arg = row->args; arg != NULL && arg->path != NULL; arg++)
    {
      g_autofree char *json = NULL;
      const char *text;
      const char *word;

      switch (arg->kind)
        {
        case TRUECONF_ARG_STRING:
        case TRUECONF_ARG_OPTIONAL_STRING:
          text = va_arg (args, const char *);
          if (text == NULL && arg->kind == TRUECONF_ARG_OPTIONAL_STRING)
            break;
          open_path (out, arg->path, &open, &open_length);
          trueconf_json_append_string (out, text != NULL ? text : "");
          break;

        case TRUECONF_ARG_BOOLEAN:
          open_path (out, arg->path, &open, &open_length);
          g_string_append (out, va_arg (args, gboolean) ? "true" : "false");
          break;

        case TRUECONF_ARG_SIZE:
          open_path (out, arg->path, &open, &open_length);
          g_string_append_printf (out, "%" G_GINT64_FORMAT, va_arg (args, gint64));
          break;

        case TRUECONF_ARG_KEYBOARD:
          json = trueconf_wire_write_keyboard (va_arg (args, TrueconfKeyboard *));
          if (json == NULL)
            break;
          open_path (out, arg->path, &open, &open_length);
          g_string_append (out, json);
          break;

        case TRUECONF_ARG_CAPTION:
          text = va_arg (args, const char *);
          word = trueconf_wire_enum_get_word (&trueconf_parse_mode_wire, va_arg (args, int));
          if (text == NULL)
            break;
          open_path (out, arg->path, &open, &open_length);
          g_string_append (out, "{\"text\":");
          trueconf_json_append_string (out, text);
          g_string_append_printf (out, ",\"parseMode\":\"%s\"}", word != NULL ? word : "text");
          break;

        case TRUECONF_ARG_UINT:
          open_path (out, arg->path, &open, &open_length);
          g_string_append_printf (out, "%u", va_arg (args, guint));
          break;

        case TRUECONF_ARG_WORD:
        case TRUECONF_ARG_OPTIONAL_WORD:
          word = trueconf_wire_enum_get_word (arg->words, va_arg (args, int));
          if (word == NULL)
            break;
          open_path (out, arg->path, &open, &open_length);
          trueconf_json_append_string (out, word);
          break;

        case TRUECONF_ARG_USER:
          open_path (out, arg->path, &open, &open_length);
          trueconf_wire_append_user (out, va_arg (args, const char *));
          break;

        case TRUECONF_ARG_CONSTANT:
          open_path (out, arg->path, &open, &open_length);
          g_string_append (out, arg->constant);
          break;

        default:
          g_assert_not_reached ();
        }
    }
  if (open_length > 0)
    g_string_append_c (out, '}');
  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}

char *
trueconf_wire_encode_method (TrueconfMethod method, ...)
{
  va_list args;
  char *payload;

  va_start (args, method);
  payload = trueconf_wire_encode (trueconf_wire_get_method (method), args);
  va_end (args);

  return payload;
}
