/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/trueconf-list-private.h"
#include "text/trueconf-shown-private.h"
#include "trueconf-error-private.h"
#include "wire/trueconf-shape-private.h"
#include "wire/trueconf-wire-tables-private.h"

/* The members of an error are in the payload, or with some servers at the top of the frame. */
static gboolean
find_code (TrueconfFrame *frame, guint object, gint64 *code, char **text)
{
  static const char *const code_names[] = { "errorCode", "error" };
  static const char *const text_names[] = { "errorDescription", "error_description", "message" };
  const TrueconfJson *json = &frame->json;
  guint found = TRUECONF_JSON_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (code_names) && found == TRUECONF_JSON_NONE; i++)
    found = trueconf_json_get_member (json, object, code_names[i]);

  switch (trueconf_json_get_type_of (json, found))
    {
    case TRUECONF_JSON_NUMBER:
    case TRUECONF_JSON_STRING:
      if (!trueconf_json_get_int (json, found, code))
        *code = TRUECONF_API_ERROR_UNKNOWN - 1;
      break;

    case TRUECONF_JSON_NULL:
    case TRUECONF_JSON_TRUE:
    case TRUECONF_JSON_FALSE:
    case TRUECONF_JSON_OBJECT:
    case TRUECONF_JSON_ARRAY:
    default:
      return FALSE;
    }

  if (*code == 0)
    return FALSE;

  if (*code < 0 || *code > G_MAXINT32)
    {
      /* an error with a name instead of a number */
      *text = trueconf_json_dup_string (json, found);
      *code = TRUECONF_API_ERROR_UNKNOWN;
    }

  for (guint i = 0; i < G_N_ELEMENTS (text_names); i++)
    {
      guint node = trueconf_json_get_member (json, object, text_names[i]);

      if (trueconf_json_get_type_of (json, node) == TRUECONF_JSON_STRING)
        {
          g_free (*text);
          *text = trueconf_json_dup_string (json, node);
          break;
        }
    }

  return TRUE;
}

/* Returns NULL if the answer means success. `quote_server`: whether to include the server's own text, which may
 * repeat a secret from the request. */
GError *
trueconf_wire_read_error (TrueconfFrame *frame, const char *method, gboolean quote_server)
{
  g_autofree char *text = NULL;
  gint64 code = 0;

  if (!find_code (frame, frame->payload, &code, &text) && !find_code (frame, 0, &code, &text))
    return NULL;

  if (text != NULL && text[0] != '\0' && quote_server)
    {
      g_autofree char *words = trueconf_text_show (text);

      return g_error_new (TRUECONF_API_ERROR, (int) code,
                          /* Translators: method, what it means, number, the server's words */
                          _ ("%s: %s (error %d: “%s”)"), method, trueconf_api_error_describe ((int) code),
                          (int) code, words);
    }

  return g_error_new (TRUECONF_API_ERROR, (int) code,
                      /* Translators: method, what it means, number */
                      _ ("%s: %s (error %d)"), method, trueconf_api_error_describe ((int) code), (int) code);
}

/* How long the server wants the client to wait before it asks again, in milliseconds; 0 if it does not say. */
gint64
trueconf_wire_read_retry_after (TrueconfFrame *frame)
{
  const guint places[] = { frame->payload, 0 };
  gint64 milliseconds = 0;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (trueconf_json_get_int (&frame->json, trueconf_json_get_member (&frame->json, places[i], "retryAfter"),
                               &milliseconds))
      return MAX (milliseconds, 0);

  return 0;
}

/* Takes the error. Replaces it by SERVER_TOO_OLD if the method is newer than the server. */
GError *
trueconf_wire_explain_error (const TrueconfMethodRow *row, const char *method, GError *error)
{
  if (row->since == NULL || !g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_ROUTE_NOT_FOUND))
    return error;

  g_error_free (error);
  return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_SERVER_TOO_OLD,
                      /* Translators: method, version */
                      _ ("%s: the server does not know this. It takes TrueConf Server %s or newer"), method,
                      row->since);
}

/* Numbers with points between them; what is no such version is not older than any. */
gboolean
trueconf_wire_is_older (const char *version, const char *than)
{
  while (g_ascii_isdigit (*version) && g_ascii_isdigit (*than))
    {
      char *version_end = NULL;
      char *than_end = NULL;
      guint64 a = g_ascii_strtoull (version, &version_end, 10);
      guint64 b = g_ascii_strtoull (than, &than_end, 10);

      if (a != b)
        return a < b;
      version = *version_end == '.' ? version_end + 1 : version_end;
      than = *than_end == '.' ? than_end + 1 : than_end;
    }

  return FALSE;
}

/* Returns SERVER_TOO_OLD if a server of this version cannot know the method. The version may be NULL, which is not known. */
GError *
trueconf_wire_check_version (const TrueconfMethodRow *row, const char *method, const char *version)
{
  g_autofree char *shown = NULL;

  if (row->since == NULL || version == NULL || !trueconf_wire_is_older (version, row->since))
    return NULL;

  shown = trueconf_text_show (version);
  return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_SERVER_TOO_OLD,
                      /* Translators: method, version, version */
                      _ ("%s was not sent: the server has version %s. It takes TrueConf Server %s or newer"),
                      method, shown, row->since);
}

static GListModel *
read_list (TrueconfFrame *frame, const TrueconfMethodRow *row)
{
  guint node = trueconf_json_get_type_of (&frame->json, frame->payload) == TRUECONF_JSON_ARRAY
                   ? frame->payload
                   : trueconf_json_get_member (&frame->json, frame->payload, row->member);
  GPtrArray *items = trueconf_shape_read_list (row->shape, frame, node);

  if (row->arrange != NULL)
    row->arrange (items);

  return trueconf_list_new (row->shape->get_type (), items);
}

/* Reads an answer without an error. */
gboolean
trueconf_wire_read_result (TrueconfFrame *frame,
                           const TrueconfMethodRow *row,
                           const char *method,
                           GValue *value,
                           GError **error)
{
  guint member = row->member != NULL ? trueconf_json_get_member (&frame->json, frame->payload, row->member)
                                     : TRUECONF_JSON_NONE;
  gpointer object;
  gboolean yes;
  gint64 number;
  char *text;

  switch (row->result)
    {
    case TRUECONF_RESULT_OK:
      g_value_init (value, G_TYPE_BOOLEAN);
      g_value_set_boolean (value, TRUE);
      return TRUE;

    case TRUECONF_RESULT_STRING:
      text = trueconf_json_dup_string (&frame->json, member);
      if (text == NULL)
        break;
      g_value_init (value, G_TYPE_STRING);
      g_value_take_string (value, text);
      return TRUE;

    case TRUECONF_RESULT_OBJECT:
      if (row->shape == &trueconf_upload_limits_shape && !trueconf_wire_has_limits (frame, frame->payload))
        {
          g_value_init (value, row->shape->get_type ());
          return TRUE;
        }
      if (row->shape == &trueconf_upload_limits_shape &&
          !trueconf_wire_can_read_limits (frame, frame->payload))
        {
          g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL,
                       /* Translators: a method of the server */
                       _ ("%s: the limits in the server's answer cannot be read; those that are known stay "
                          "in force"),
                       method);
          return FALSE;
        }
      object = trueconf_shape_read (row->shape, frame, frame->payload);
      if (object == NULL)
        object = g_object_new (row->shape->get_type (), NULL);
      g_value_init (value, row->shape->get_type ());
      g_value_take_object (value, object);
      return TRUE;

    case TRUECONF_RESULT_LIST:
      g_value_init (value, TRUECONF_TYPE_LIST);
      g_value_take_object (value, read_list (frame, row));
      return TRUE;

    case TRUECONF_RESULT_BOOLEAN:
      if (!trueconf_json_get_boolean (&frame->json, member, &yes))
        break;
      g_value_init (value, G_TYPE_BOOLEAN);
      g_value_set_boolean (value, yes);
      return TRUE;

    case TRUECONF_RESULT_INT:
      /* it has been done, even if the answer does not tell how long it lasts */
      if (!trueconf_json_get_int (&frame->json, member, &number))
        number = 0;
      g_value_init (value, G_TYPE_INT);
      g_value_set_int (value, (int) CLAMP (number, 0, (gint64) G_MAXINT));
      return TRUE;

    case TRUECONF_RESULT_NODE:
      g_value_init (value, JSON_TYPE_NODE);
      g_value_take_boxed (value, frame->payload != TRUECONF_JSON_NONE
                                     ? trueconf_json_to_node (&frame->json, frame->payload)
                                     : json_node_new (JSON_NODE_NULL));
      return TRUE;

    default:
      g_assert_not_reached ();
    }

  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_PROTOCOL,
               _ ("%s: the server's answer does not have the member “%s”"), method, row->member);
  return FALSE;
}

/* Returns the bot's own id without the id of the connection. */
char *
trueconf_wire_read_auth_user_id (TrueconfFrame *frame)
{
  char *id = trueconf_json_dup_string (&frame->json,
                                       trueconf_json_get_member (&frame->json, frame->payload, "userId"));
  char *slash = id != NULL ? strchr (id, '/') : NULL;

  if (slash != NULL)
    *slash = '\0';

  return id;
}
