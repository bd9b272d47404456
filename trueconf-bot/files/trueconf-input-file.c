/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "files/trueconf-file-name-private.h"
#include "files/trueconf-input-file-private.h"
#include "trueconf-string-private.h"

/**
 * TrueconfInputFile:
 *
 * A file to be sent: a file on a disk, bytes in memory, or a URI.
 *
 * It is opened when it is sent, and streamed: sending a large file takes no more memory than sending a small one. It can
 * be sent any number of times.
 *
 * The properties never block: they have what is known already. [method@InputFile.load_async] finds out the size and the
 * MIME type; sending does not need that, because it finds them out by itself.
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
  g_clear_pointer (&self->loaded_type, g_free);

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
   * The name under which the file is sent, without directories.
   *
   * Since: 0.1
   */
  properties[PROP_FILE_NAME] = g_param_spec_string (
      "file-name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfInputFile:size: (getter get_size)
   *
   * The size in bytes, or -1 if it is not known.
   *
   * The size of bytes in memory is known at once, that of a file after [method@InputFile.load_async], and that of a URI
   * never, because it is fetched when it is sent.
   *
   * Since: 0.1
   */
  properties[PROP_SIZE] =
      g_param_spec_int64 ("size", NULL, NULL, -1, G_MAXINT64, -1,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfInputFile:mime-type: (getter get_mime_type) (setter set_mime_type)
   *
   * The MIME type: the one that was set, or else the one that [method@InputFile.load_async] has guessed from the first
   * bytes and the name, or `NULL`.
   *
   * If none was set, it is guessed again when the file is sent.
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
  self->size = -1;
}

/**
 * trueconf_input_file_new_for_file:
 * @file: a file
 *
 * Creates an input file for a file on a disk.
 *
 * The file is not accessed before it is loaded or sent. It must not change while it is being sent.
 *
 * Returns: (transfer full): an input file
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
 * Creates an input file for bytes in memory.
 *
 * Returns: (transfer full): an input file
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
  self->size = (goffset) g_bytes_get_size (bytes);
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
 * @uri: a URI with the scheme `http`, `https` or `file`
 *
 * Creates an input file for a URI, which is fetched when it is sent.
 *
 * Check URIs that come from users: `file:` reaches any file that the program can read, `http:` any server that it can
 * reach.
 *
 * It can have as many bytes as the server takes, and at most [property@Bot:max-download-size]; if it has more, sending fails
 * with `TRUECONF_ERROR_FILE_TOO_LARGE`.
 *
 * The bot verifies the certificate of the server, and keeps the contents in an unnamed temporary file until they are sent.
 * The name comes from the server, or else from the last part of the path, unless [property@InputFile:file-name] is set.
 *
 * Returns: (transfer full): an input file
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

static void
set_loaded_type (TrueconfInputFile *self, const char *mime_type)
{
  if (trueconf_set_string (&self->loaded_type, mime_type) && self->mime_type == NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MIME_TYPE]);
}

/**
 * trueconf_input_file_set_file_name: (set-property file-name)
 * @self: a file to be sent
 * @file_name: the name
 *
 * Sets the name under which the file is sent. Its extension matters if the server allows only some of them.
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
  if (!trueconf_set_string (&self->file_name, confined))
    return;

  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE_NAME]);
  /* it depends on the name, too */
  set_loaded_type (self, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * trueconf_input_file_get_size: (get-property size)
 * @self: a file to be sent
 *
 * Gets the size of the file, as far as it is known.
 *
 * Returns: the size in bytes, or -1 if it is not known
 *
 * Since: 0.1
 */
gint64
trueconf_input_file_get_size (TrueconfInputFile *self)
{
  g_return_val_if_fail (TRUECONF_IS_INPUT_FILE (self), -1);

  return self->size;
}

/**
 * trueconf_input_file_get_mime_type: (get-property mime-type)
 * @self: a file to be sent
 *
 * Gets the MIME type that was set, or else the one that [method@InputFile.load_async] has guessed.
 *
 * Returns: (transfer none) (nullable): the MIME type, `application/octet-stream` if it could not be guessed, or `NULL` if
 *   it was neither set nor loaded
 *
 * Since: 0.1
 */
const char *
trueconf_input_file_get_mime_type (TrueconfInputFile *self)
{
  g_return_val_if_fail (TRUECONF_IS_INPUT_FILE (self), NULL);

  return self->mime_type != NULL ? self->mime_type : self->loaded_type;
}

/**
 * trueconf_input_file_set_mime_type: (set-property mime-type)
 * @self: a file to be sent
 * @mime_type: (nullable): the MIME type, or `NULL` to guess it
 *
 * Sets the MIME type.
 *
 * Since: 0.1
 */
void
trueconf_input_file_set_mime_type (TrueconfInputFile *self, const char *mime_type)
{
  g_return_if_fail (TRUECONF_IS_INPUT_FILE (self));

  if (trueconf_set_string (&self->mime_type, mime_type))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MIME_TYPE]);
}

void
trueconf_input_file_open_async (TrueconfInputFile *self,
                                GFileIOStream *temporary,
                                const char *name,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  TrueconfInputSource source = {
    .file = self->file != NULL ? g_object_ref (self->file) : NULL,
    .bytes = self->bytes != NULL ? g_bytes_ref (self->bytes) : NULL,
    .temporary = temporary != NULL ? g_object_ref (temporary) : NULL,
    .name = trueconf_file_name_confine (name != NULL && !self->named ? name : self->file_name),
    .mime_type = g_strdup (self->mime_type),
  };

  trueconf_input_open_async (G_OBJECT (self), &source, cancellable, callback, user_data);
}

TrueconfInput *
trueconf_input_file_open_finish (TrueconfInputFile *self, GAsyncResult *result, GError **error)
{
  return trueconf_input_open_finish (G_OBJECT (self), result, error);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TrueconfInputFile *self = TRUECONF_INPUT_FILE (object);
  g_autoptr (GTask) task = user_data;
  g_autoptr (TrueconfInput) input = NULL;
  GError *error = NULL;

  input = trueconf_input_file_open_finish (self, result, &error);
  if (input == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* the name has been changed meanwhile, and the type depends on it */
  if (g_strcmp0 (input->name, self->file_name) != 0)
    {
      trueconf_input_file_open_async (self, NULL, NULL, g_task_get_cancellable (task), opened_cb,
                                      g_object_ref (task));
      return;
    }

  g_object_freeze_notify (object);
  if (self->size != input->size)
    {
      self->size = input->size;
      g_object_notify_by_pspec (object, properties[PROP_SIZE]);
    }
  /* the type was not looked for if the user had set one */
  if (self->mime_type == NULL)
    set_loaded_type (self, input->mime_type);
  g_object_thaw_notify (object);

  g_task_return_boolean (task, TRUE);
}

/**
 * trueconf_input_file_load_async:
 * @self: a file to be sent
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when it is done
 * @user_data: data for @callback
 *
 * Finds out the size and the MIME type of the file in a worker thread.
 *
 * [property@InputFile:size] and [property@InputFile:mime-type] are set in the thread-default main context of the caller.
 * Call it again to update them.
 *
 * Nothing is fetched for a URI with `http:` or `https:`: its MIME type is guessed from the name, and its size stays
 * unknown.
 *
 * Since: 0.1
 */
void
trueconf_input_file_load_async (TrueconfInputFile *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TRUECONF_IS_INPUT_FILE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, trueconf_input_file_load_async);
  trueconf_input_file_open_async (self, NULL, NULL, cancellable, opened_cb, task);
}

/**
 * trueconf_input_file_load_finish:
 * @self: a file to be sent
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@InputFile.load_async].
 *
 * It fails with `TRUECONF_ERROR_UPLOAD_FAILED` if the file is missing, cannot be read or is not a regular file.
 *
 * Returns: `TRUE` if the properties were updated, `FALSE` with @error set
 *
 * Since: 0.1
 */
gboolean
trueconf_input_file_load_finish (TrueconfInputFile *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_INPUT_FILE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_input_file_load_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
