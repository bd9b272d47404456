/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "console-keyring.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

/* Attributes can be read without unlocking, so none of them is secret. */
static const SecretSchema schema = {
  .name = "com.trueconf.BotConsole.Login",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "port", SECRET_SCHEMA_ATTRIBUTE_INTEGER },
    { "encrypted", SECRET_SCHEMA_ATTRIBUTE_BOOLEAN },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "token", SECRET_SCHEMA_ATTRIBUTE_BOOLEAN },
  },
};

static GHashTable *
describe (const ConsoleLogin *login)
{
  return secret_attributes_build (&schema, "server", login->server, "port", (int) login->port, "encrypted",
                                  login->encrypted, "user", login->user != NULL ? login->user : "", "token",
                                  login->is_token, NULL);
}

static const char *
get_attribute (GHashTable *attributes, const char *name)
{
  const char *value = g_hash_table_lookup (attributes, name);

  return value != NULL ? value : "";
}

static ConsoleLogin *
read_item (SecretRetrievable *item)
{
  g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (item);
  ConsoleLogin *login = g_new0 (ConsoleLogin, 1);

  login->server = g_strdup (get_attribute (attributes, "server"));
  login->port = (guint) MIN (g_ascii_strtoull (get_attribute (attributes, "port"), NULL, 10), G_MAXUINT16);
  login->encrypted = !g_str_equal (get_attribute (attributes, "encrypted"), "false");
  login->user = g_strdup (get_attribute (attributes, "user"));
  login->is_token = g_str_equal (get_attribute (attributes, "token"), "true");

  return login;
}

/* ---- loading: the items, then the secret of one after the other */

typedef struct
{
  GList *items; /* whose secrets are still to be read, beginning with the one that is being read */
  GPtrArray *logins;
} Loading;

static void
loading_free (Loading *loading)
{
  g_list_free_full (loading->items, g_object_unref);
  g_ptr_array_unref (loading->logins);
  g_free (loading);
}

static void read_next (GTask *task);

static void
secret_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  g_autoptr (SecretRetrievable) item = SECRET_RETRIEVABLE (loading->items->data);
  g_autoptr (GError) error = NULL;
  SecretValue *value = secret_retrievable_retrieve_secret_finish (item, result, &error);

  loading->items = g_list_delete_link (loading->items, loading->items);
  if (value == NULL)
    {
      /* one that cannot be read is no reason to be without the others */
      g_debug ("A log-in in the keyring cannot be read: %s", error != NULL ? error->message : "it is empty");
    }
  else if (secret_value_get_text (value) != NULL)
    {
      ConsoleLogin *login = read_item (item);

      login->secret = g_strdup (secret_value_get_text (value));
      g_ptr_array_add (loading->logins, login);
    }
  g_clear_pointer (&value, secret_value_unref);
  read_next (g_steal_pointer (&task));
}

static void
read_next (GTask *task)
{
  Loading *loading = g_task_get_task_data (task);

  if (loading->items != NULL)
    {
      secret_retrievable_retrieve_secret (loading->items->data, g_task_get_cancellable (task), secret_cb,
                                          task);
      return;
    }

  g_task_return_pointer (task, g_ptr_array_ref (loading->logins), (GDestroyNotify) g_ptr_array_unref);
  g_object_unref (task);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Loading *loading = g_task_get_task_data (task);

  loading->items = secret_password_search_finish (result, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    read_next (g_steal_pointer (&task));
}

void
console_keyring_load_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GHashTable) any = g_hash_table_new (g_str_hash, g_str_equal);
  Loading *loading = g_new0 (Loading, 1);

  g_task_set_source_tag (task, console_keyring_load_async);
  loading->logins = g_ptr_array_new_with_free_func ((GDestroyNotify) console_login_free);
  g_task_set_task_data (task, loading, (GDestroyNotify) loading_free);
  secret_password_searchv (&schema, any, SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK, cancellable, found_cb,
                           g_steal_pointer (&task));
}

GPtrArray *
console_keyring_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- storing and forgetting */

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
console_keyring_store_async (const ConsoleLogin *login,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GHashTable) attributes = describe (login);
  /* Translators: a user and a server */
  g_autofree char *label = g_strdup_printf (_ ("TrueConf bot %s on %s"), login->user, login->server);

  g_task_set_source_tag (task, console_keyring_store_async);
  secret_password_storev (&schema, attributes, SECRET_COLLECTION_DEFAULT, label, login->secret, cancellable,
                          stored_cb, g_steal_pointer (&task));
}

gboolean
console_keyring_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  /* that there was none is no error */
  secret_password_clear_finish (result, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

void
console_keyring_forget_async (const ConsoleLogin *login,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GHashTable) attributes = describe (login);

  g_task_set_source_tag (task, console_keyring_forget_async);
  secret_password_clearv (&schema, attributes, cancellable, forgotten_cb, g_steal_pointer (&task));
}

gboolean
console_keyring_forget_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
