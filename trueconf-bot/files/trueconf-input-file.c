/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "files/trueconf-file-name-private.h"
#include "files/trueconf-input-file-private.h"
#include "files/trueconf-mime-private.h"

/**
 * TrueconfInputFile:
 *
 * A file to be sent: one on a disk, some bytes, or something to be fetched from an address.
 *
 * It is opened when it is sent, and sent piece by piece: a large file takes no more memory than a small one. The same
 * object can be sent any number of times.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfInputFile, trueconf_input_file, G_TYPE_OBJECT)

typedef enum
{
  PROP_FILE_NAME = 1,
  PROP_SIZE,
  PROP_MIME_TYPE,
} TrueconfInputFileProperty;

static GParamSpec *properties[PROP_MIME_TYPE + 1];

static void
trueconf_input_file_finalize (GObject *object)
{
  TrueconfInputFile *self = TRUECONF_INPUT_FILE (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->file_name, g_free);
  g_clear_pointer (&self->mime_type, g_free);
  g_clear_pointer (&self->guessed_type, g_free);

  G_OBJECT_CLASS (trueconf_input_file_parent_class)->finalize (object);
}

static void
trueconf_input_file_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfInputFile *self = TRUECONF_INPUT_FILE (object);

  switch ((TrueconfInputFileProperty) prop_id)
    {
    case PROP_FILE_NAME:
      g_value_set_string (value, self->file_name);
      break;

    case PROP_SIZE:
      g_value_set_int64 (value, trueconf_input_file_get_size (self));
      break;

    case PROP_MIME_TYPE:
      g_value_set_string (value, trueconf_input_file_get_mime_type (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_input_file_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfInputFile *self = TRUECONF_INPUT_FILE (object);

  switch ((TrueconfInputFileProperty) prop_id)
    {
    case PROP_FILE_NAME:
      trueconf_input_file_set_file_name (self, g_value_get_string (value));
      break;

    case PROP_MIME_TYPE:
      trueconf_input_file_set_mime_type (self, g_value_get_string (value));
      break;

    case PROP_SIZE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_input_file_class_init (TrueconfInputFileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_input_file_finalize;
  object_class->get_property = trueconf_input_file_get_property;
  object_class->set_property = trueconf_input_file_set_property;

  /**
   * TrueconfInputFile:file-name: (getter get_file_name) (setter set_file_name)
   *
   * The name under which the file is sent; without directories.
   *
   * Since: 0.1
   */
  properties[PROP_FILE_NAME] = g_param_spec_string (
      "file-name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfInputFile:size: (getter get_size)
   *
   * The size in bytes; -1: not known before the file is sent.
   *
   * Since: 0.1
   */
  properties[PROP_SIZE] =
      g_param_spec_int64 ("size", NULL, NULL, -1, G_MAXINT64, -1,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfInputFile:mime-type: (getter get_mime_type) (setter set_mime_type)
   *
   * What the file is: as it was set, or else by its first bytes and its name.
   *
   * Since: 0.1
   */
  properties[PROP_MIME_TYPE] = g_param_spec_string (
      "mime-type", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_input_file_init (TrueconfInputFile *self)
{
}

/**
 * trueconf_input_file_new_for_file:
 * @file: a file
 *
 * Makes an object to send a file from a disk.
 *
 * Nothing is read before it is sent. The file must not change while it is being sent.
 *
 * Returns: (transfer full): the new object
 *
 * Since: 0.1
 */
TrueconfInputFile *
trueconf_input_file_new_for_file (GFile *file)
{
  TrueconfInputFile *self;
  g_autofree char *name = NULL;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_object_new (TRUECONF_TYPE_INPUT_FILE, NULL);
  name = g_file_get_basename (file);
  shown = name != NULL ? g_filename_display_name (name) : NULL;
  self->file = g_object_ref (file);
  self->file_name = trueconf_file_name_confine (shown);

  return self;
}

/**
 * trueconf_input_file_new_for_bytes:
 * @bytes: the contents
 * @file_name: the name under which they are sent
 *
 * Makes an object to send something that is in memory.
 *
 * Returns: (transfer full): the new object
 *
 * Since: 0.1
 */
TrueconfInputFile *
trueconf_input_file_new_for_bytes (GBytes *bytes, const char *file_name)
{
  TrueconfInputFile *self;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (file_name != NULL, NULL);

  self = g_object_new (TRUECONF_TYPE_INPUT_FILE, NULL);
  self->bytes = g_bytes_ref (bytes);
  self->file_name = trueconf_file_name_confine (file_name);
  self->named = TRUE;

  return self;
}

static char *
name_from_uri (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED, NULL);
  const char *path = parsed != NULL ? g_uri_get_path (parsed) : "";
  const char *slash = strrchr (path, '/');
  g_autofree char *name = g_uri_unescape_string (slash != NULL ? slash + 1 : path, NULL);

  return trueconf_file_name_confine (name);
}

/**
 * trueconf_input_file_new_for_uri:
 * @uri: an address with `http:`, `https:` or `file:`
 *
 * Makes an object to send something that is fetched when it is sent.
 *
 * Check an address that a person has written: `file:` is any file that the program can read, `http:` any server that it
 * can reach.
 *
 * The bot fetches it with the certificates that it trusts, and keeps it in a nameless temporary file until it is sent.
 * The name is what the other server calls it, or else the last part of the address, unless
 * [property@InputFile:file-name] is set.
 *
 * Returns: (transfer full): the new object
 *
 * Since: 0.1
 */
TrueconfInputFile *
trueconf_input_file_new_for_uri (const char *uri)
{
  TrueconfInputFile *self;

  g_return_val_if_fail (uri != NULL, NULL);

  if (g_ascii_strncasecmp (uri, "file:", 5) == 0)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (uri);

      return trueconf_input_file_new_for_file (file);
    }

  self = g_object_new (TRUECONF_TYPE_INPUT_FILE, NULL);
  self->uri = g_strdup (uri);
  self->file_name = name_from_uri (uri);

  return self;
}

/**
 * trueconf_input_file_get_file_name: (get-property file-name)
 * @self: a file to be sent
 *
 * Gets the name under which the file is sent.
 *
 * Returns: (transfer none): the name
 *
 * Since: 0.1
 */
const char *
trueconf_input_file_get_file_name (TrueconfInputFile *self)
{
  g_return_val_if_fail (TRUECONF_IS_INPUT_FILE (self), NULL);

  return self->file_name;
}

/**
 * trueconf_input_file_set_file_name: (set-property file-name)
 * @self: a file to be sent
 * @file_name: the name
 *
 * Sets the name under which the file is sent. The server may judge a file by the extension in it.
 *
 * Since: 0.1
 */
void
trueconf_input_file_set_file_name (TrueconfInputFile *self, const char *file_name)
{
  g_autofree char *confined = NULL;

  g_return_if_fail (TRUECONF_IS_INPUT_FILE (self));
  g_return_if_fail (file_name != NULL);

  confined = trueconf_file_name_confine (file_name);
  self->named = TRUE;
  if (g_strcmp0 (self->file_name, confined) == 0)
    return;

  g_free (self->file_name);
  self->file_name = g_steal_pointer (&confined);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE_NAME]);
}

/**
 * trueconf_input_file_get_size: (get-property size)
 * @self: a file to be sent
 *
 * Gets the size of the file.
 *
 * For a file on a local disk it looks now, which blocks for a moment.
 *
 * Returns: the size in bytes; -1: not known before the file is sent
 *
 * Since: 0.1
 */
gint64
trueconf_input_file_get_size (TrueconfInputFile *self)
{
  g_autoptr (GFileInfo) info = NULL;

  g_return_val_if_fail (TRUECONF_IS_INPUT_FILE (self), -1);

  if (self->bytes != NULL)
    return (gint64) g_bytes_get_size (self->bytes);

  if (self->file == NULL || !g_file_is_native (self->file))
    return -1;

  info = g_file_query_info (self->file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                            G_FILE_QUERY_INFO_NONE, NULL, NULL);
  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return -1;

  return g_file_info_get_size (info);
}

static gsize
read_head (GFile *file, guint8 *head)
{
  g_autoptr (GFileInputStream) stream = NULL;
  gsize length = 0;

  if (!g_file_is_native (file) ||
      g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_REGULAR)
    return 0;

  stream = g_file_read (file, NULL, NULL);
  if (stream != NULL)
    g_input_stream_read_all (G_INPUT_STREAM (stream), head, TRUECONF_MIME_HEAD, &length, NULL, NULL);

  return length;
}

/**
 * trueconf_input_file_get_mime_type: (get-property mime-type)
 * @self: a file to be sent
 *
 * Gets what the file is: as it was set, or else by its first bytes and its name.
 *
 * For a file on a local disk it looks now, which blocks for a moment; something that has to be fetched is judged by its
 * name for now.
 *
 * Returns: (transfer none): the MIME type, `application/octet-stream` when nothing is known
 *
 * Since: 0.1
 */
const char *
trueconf_input_file_get_mime_type (TrueconfInputFile *self)
{
  guint8 buffer[TRUECONF_MIME_HEAD];
  gconstpointer head = buffer;
  gsize length = 0;

  g_return_val_if_fail (TRUECONF_IS_INPUT_FILE (self), NULL);

  if (self->mime_type != NULL)
    return self->mime_type;

  if (self->bytes != NULL)
    head = g_bytes_get_data (self->bytes, &length);
  else if (self->file != NULL)
    length = read_head (self->file, buffer);

  g_free (self->guessed_type);
  self->guessed_type = trueconf_mime_guess (head, MIN (length, TRUECONF_MIME_HEAD), self->file_name);

  return self->guessed_type;
}

/**
 * trueconf_input_file_set_mime_type: (set-property mime-type)
 * @self: a file to be sent
 * @mime_type: (nullable): the MIME type; `NULL`: find it out
 *
 * Sets what the file is.
 *
 * Since: 0.1
 */
void
trueconf_input_file_set_mime_type (TrueconfInputFile *self, const char *mime_type)
{
  g_return_if_fail (TRUECONF_IS_INPUT_FILE (self));

  if (g_strcmp0 (self->mime_type, mime_type) == 0)
    return;

  g_free (self->mime_type);
  self->mime_type = g_strdup (mime_type);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MIME_TYPE]);
}
