/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "tool-keyring.h"
#include "tool-status.h"

#ifdef TOOL_HAVE_LIBSECRET

#  include <dlfcn.h>

#  define SECRET_WITH_UNSTABLE         1
#  define SECRET_API_SUBJECT_TO_CHANGE 1
#  include <libsecret/secret.h>

#  define LIBRARY "libsecret-1.so.0"

static const SecretSchema schema = {
  "com.trueconf.Bot",
  SECRET_SCHEMA_NONE,
  {
      { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

/* It stays loaded until the program ends: GObject types cannot be unloaded. */
static struct
{
  __typeof__ (&secret_password_storev) storev;
  __typeof__ (&secret_password_store_finish) store_finish;
  __typeof__ (&secret_password_lookupv) lookupv;
  __typeof__ (&secret_password_lookup_finish) lookup_finish;
  __typeof__ (&secret_password_clearv) clearv;
  __typeof__ (&secret_password_clear_finish) clear_finish;
  __typeof__ (&secret_password_free) free;
} library;

/* Without a session bus there is no keyring, and looking for one could take seconds. */
static gboolean
has_session (void)
{
  const char *address = g_getenv ("DBUS_SESSION_BUS_ADDRESS");
  g_autofree char *socket = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);

  return (address != NULL && *address != '\0') || g_file_test (socket, G_FILE_TEST_EXISTS);
}

static gboolean
load (GError **error)
{
  void *handle;

  if (!has_session ())
    {
      g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_UNAVAILABLE,
                           _ ("There is no keyring without a desktop session"));
      return FALSE;
    }
  if (library.storev != NULL)
    return TRUE;

  handle = dlopen (LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL)
    {
      /* Translators: the system's words */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_UNAVAILABLE, _ ("The keyring needs libsecret: %s"),
                   dlerror ());
      return FALSE;
    }

  library.store_finish = dlsym (handle, "secret_password_store_finish");
  library.lookupv = dlsym (handle, "secret_password_lookupv");
  library.lookup_finish = dlsym (handle, "secret_password_lookup_finish");
  library.clearv = dlsym (handle, "secret_password_clearv");
  library.clear_finish = dlsym (handle, "secret_password_clear_finish");
  library.free = dlsym (handle, "secret_password_free");
  library.storev = dlsym (handle, "secret_password_storev");

  return TRUE;
}

static GHashTable *
make_attributes (const ToolKeyringItem *item)
{
  GHashTable *attributes = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (attributes, (gpointer) "server", (gpointer) item->server);
  g_hash_table_insert (attributes, (gpointer) "user", (gpointer) item->user);
  g_hash_table_insert (attributes, (gpointer) "profile", (gpointer) item->profile);

  return attributes;
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* The main loop goes on, so that Ctrl-C ends the wait for somebody who has to unlock the keyring. */
static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

static void
say_keyring (GError **error)
{
  if (error != NULL && *error != NULL && !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autoptr (GError) cause = g_steal_pointer (error);

      /* Translators: why */
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_UNAVAILABLE, _ ("The keyring cannot be used: %s"),
                   cause->message);
    }
}

gboolean
tool_keyring_store (const ToolKeyringItem *item, const char *token, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *label = NULL;
  gboolean stored;

  if (!load (error))
    return FALSE;

  attributes = make_attributes (item);
  label = g_strdup_printf ("TrueConf: %s, %s", item->user, item->server);
  library.storev (&schema, attributes, SECRET_COLLECTION_DEFAULT, label, token, cancellable, keep_result,
                  &result);
  stored = library.store_finish (wait_for (&result), error);
  say_keyring (error);

  return stored;
}

char *
tool_keyring_lookup (const ToolKeyringItem *item, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) cause = NULL;
  char *secret;
  char *token;

  if (!load (error))
    return NULL;

  attributes = make_attributes (item);
  library.lookupv (&schema, attributes, cancellable, keep_result, &result);
  secret = library.lookup_finish (wait_for (&result), &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      say_keyring (error);
      return NULL;
    }
  if (secret == NULL)
    {
      g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_CONFIG,
                           _ ("It is not in the keyring any more. Log in again"));
      return NULL;
    }

  token = g_strdup (secret);
  library.free (secret);
  return token;
}

gboolean
tool_keyring_clear (const ToolKeyringItem *item, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) cause = NULL;

  if (!load (error))
    return FALSE;

  attributes = make_attributes (item);
  library.clearv (&schema, attributes, cancellable, keep_result, &result);
  library.clear_finish (wait_for (&result), &cause);
  if (cause == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&cause));
  say_keyring (error);
  return FALSE;
}

#else

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_UNAVAILABLE,
                       _ ("This trueconf-bot was built without libsecret"));
  return FALSE;
}

gboolean
tool_keyring_store (const ToolKeyringItem *item, const char *token, GCancellable *cancellable, GError **error)
{
  return fail (error);
}

char *
tool_keyring_lookup (const ToolKeyringItem *item, GCancellable *cancellable, GError **error)
{
  fail (error);
  return NULL;
}

gboolean
tool_keyring_clear (const ToolKeyringItem *item, GCancellable *cancellable, GError **error)
{
  return fail (error);
}

#endif
