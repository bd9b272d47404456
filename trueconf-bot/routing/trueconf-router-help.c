/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/trueconf-list-private.h"
#include "model/trueconf-message.h"
#include "routing/trueconf-command-filter-private.h"
#include "routing/trueconf-context-answer-private.h"
#include "routing/trueconf-context-private.h"
#include "routing/trueconf-filter-private.h"
#include "routing/trueconf-logic-filter-private.h"
#include "routing/trueconf-router-help.h"
#include "routing/trueconf-router-private.h"
#include "trueconf-hash-private.h"

/* A command, and the filters that have to let the user through besides. */
typedef struct
{
  TrueconfCommandFilter *command;
  GPtrArray *conditions; /* of TrueconfFilter */
} TrueconfEntry;

/* The commands of routers, which are asked for one after another. */
typedef struct
{
  TrueconfContext *context;
  TrueconfContext *probe; /* what filters store goes there, so that the handler keeps what it has */
  GPtrArray *entries;
  guint n_entries;    /* that were looked at */
  guint n_conditions; /* of the current entry, that have matched */
  GHashTable *found;  /* the first names of the commands that the user may use */
  GPtrArray *visible;
} TrueconfListing;

static void
entry_free (gpointer data)
{
  TrueconfEntry *self = data;

  g_object_unref (self->command);
  g_ptr_array_unref (self->conditions);
  g_free (self);
}

static void
listing_free (gpointer data)
{
  TrueconfListing *self = data;

  g_object_unref (self->context);
  g_object_unref (self->probe);
  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->found);
  g_clear_pointer (&self->visible, g_ptr_array_unref);
  g_free (self);
}

static gboolean
has_command (TrueconfFilter *filter)
{
  GPtrArray *children;

  if (TRUECONF_IS_COMMAND_FILTER (filter))
    return TRUE;

  if (!TRUECONF_IS_LOGIC_FILTER (filter) ||
      trueconf_logic_filter_get_logic (TRUECONF_LOGIC_FILTER (filter)) == TRUECONF_LOGIC_NOT)
    return FALSE;

  children = trueconf_logic_filter_get_children (TRUECONF_LOGIC_FILTER (filter));
  for (guint i = 0; i < children->len; i++)
    if (has_command (g_ptr_array_index (children, i)))
      return TRUE;

  return FALSE;
}

/* Filters that look at the text cannot be asked before the command is written. */
static gboolean
is_about_text (TrueconfFilter *filter)
{
  GPtrArray *children;

  if (!TRUECONF_IS_LOGIC_FILTER (filter))
    return trueconf_filter_is_about_text (filter);

  children = trueconf_logic_filter_get_children (TRUECONF_LOGIC_FILTER (filter));
  for (guint i = 0; i < children->len; i++)
    if (!is_about_text (g_ptr_array_index (children, i)))
      return FALSE;

  return TRUE;
}

static gpointer
copy_object (gconstpointer object, gpointer user_data)
{
  return g_object_ref ((gpointer) object);
}

static void
add_entries (GPtrArray *entries, TrueconfFilter *filter, GPtrArray *conditions)
{
  gboolean all;
  GPtrArray *children;

  if (TRUECONF_IS_COMMAND_FILTER (filter))
    {
      TrueconfEntry *entry = g_new0 (TrueconfEntry, 1);

      entry->command = g_object_ref (TRUECONF_COMMAND_FILTER (filter));
      entry->conditions = g_ptr_array_ref (conditions);
      g_ptr_array_add (entries, entry);
      return;
    }

  if (!has_command (filter))
    return;

  all = trueconf_logic_filter_get_logic (TRUECONF_LOGIC_FILTER (filter)) == TRUECONF_LOGIC_AND;
  children = trueconf_logic_filter_get_children (TRUECONF_LOGIC_FILTER (filter));
  for (guint i = 0; i < children->len; i++)
    {
      g_autoptr (GPtrArray) more = NULL;

      if (!has_command (g_ptr_array_index (children, i)))
        continue;

      more = g_ptr_array_copy (conditions, copy_object, NULL);
      for (guint j = 0; all && j < children->len; j++)
        if (i != j && !is_about_text (g_ptr_array_index (children, j)))
          g_ptr_array_add (more, g_object_ref (g_ptr_array_index (children, j)));
      add_entries (entries, g_ptr_array_index (children, i), more);
    }
}

/* In the order in which handlers are tried. */
static void
add_router (GPtrArray *entries, TrueconfRouter *router, GType event_type)
{
  GPtrArray *handlers = trueconf_router_get_handlers (router);
  GPtrArray *children = trueconf_router_get_children (router);
  g_autoptr (GPtrArray) none = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < handlers->len; i++)
    {
      TrueconfHandler *handler = g_ptr_array_index (handlers, i);

      if (handler->filter != NULL && trueconf_handler_takes (handler, event_type))
        add_entries (entries, handler->filter, none);
    }
  for (guint i = 0; i < children->len; i++)
    add_router (entries, g_ptr_array_index (children, i), event_type);
}

/* Goes on with the next condition, or with the next command. */
static void
advance (TrueconfListing *self, gboolean matches)
{
  trueconf_context_end_filter (self->probe, FALSE);
  if (matches)
    {
      self->n_conditions++;
      return;
    }

  self->n_entries++;
  self->n_conditions = 0;
}

/* The user may use the command, unless one of the same name comes first. */
static void
accept_entry (TrueconfListing *self, TrueconfEntry *entry)
{
  if (g_hash_table_add (self->found, trueconf_command_filter_get_first_name (entry->command)) &&
      !trueconf_command_filter_get_hidden (entry->command))
    g_ptr_array_add (self->visible, g_object_ref (entry->command));

  self->n_entries++;
  self->n_conditions = 0;
}

static void go_on (GTask *task);

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TrueconfListing *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean matches = trueconf_filter_match_finish (TRUECONF_FILTER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* a filter that fails lets nobody through */
  if (error != NULL)
    trueconf_context_fail (self->context, error);
  advance (self, matches);
  go_on (g_steal_pointer (&task));
}

/* Takes the task. */
static void
go_on (GTask *task)
{
  g_autoptr (GTask) taken = task;
  TrueconfListing *self = g_task_get_task_data (task);
  TrueconfEvent *event = trueconf_context_get_event (self->context);

  while (self->n_entries < self->entries->len)
    {
      TrueconfEntry *entry = g_ptr_array_index (self->entries, self->n_entries);
      TrueconfFilter *filter;

      if (self->n_conditions == entry->conditions->len)
        {
          accept_entry (self, entry);
          continue;
        }

      filter = g_ptr_array_index (entry->conditions, self->n_conditions);
      trueconf_context_begin_filter (self->probe);
      if (trueconf_filter_is_asynchronous (filter))
        {
          trueconf_filter_match_async (filter, event, self->probe, g_task_get_cancellable (task), answered_cb,
                                       g_steal_pointer (&taken));
          return;
        }
      advance (self, trueconf_filter_match (filter, event, self->probe));
    }

  g_task_return_pointer (task,
                         trueconf_list_new (TRUECONF_TYPE_COMMAND_FILTER, g_steal_pointer (&self->visible)),
                         g_object_unref);
}

/* After the callback has returned, which may hold the context by itself. A binding can keep the task until its garbage is collected. */
static void
completed_cb (GTask *task, GParamSpec *pspec, TrueconfContext *context)
{
  trueconf_context_release (context);
}

/**
 * trueconf_router_list_commands_async:
 * @self: a router
 * @context: the context of an event, for example of the command `/help`
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called when the list is there
 * @user_data: data for @callback
 *
 * Lists the commands of this router, and of those that it includes, that the user who has written may use in this chat.
 *
 * These are the commands whose other filters, combined with [ctor@Filter.new_and], match the event: the role or the
 * author, the type of the chat, functions. Filters of texts are left out of it, since they look at what is typed with the
 * command. Middlewares are not asked. A command that is [property@CommandFilter:hidden] is not listed, nor is one after
 * another of the same name.
 *
 * It is a programming error to call this when the event is done.
 *
 * Since: 0.1
 */
void
trueconf_router_list_commands_async (TrueconfRouter *self,
                                     TrueconfContext *context,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  TrueconfListing *listing;

  g_return_if_fail (TRUECONF_IS_ROUTER (self));
  g_return_if_fail (TRUECONF_IS_CONTEXT (context));
  g_return_if_fail (!trueconf_context_get_done (context));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, trueconf_router_list_commands_async);
  trueconf_context_hold (context);
  g_signal_connect_object (task, "notify::completed", G_CALLBACK (completed_cb), context, 0);

  listing = g_new0 (TrueconfListing, 1);
  listing->context = g_object_ref (context);
  listing->probe = trueconf_context_new_probe (context);
  listing->entries = g_ptr_array_new_with_free_func (entry_free);
  listing->found = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);
  listing->visible = g_ptr_array_new_with_free_func (g_object_unref);
  add_router (listing->entries, self, G_OBJECT_TYPE (trueconf_context_get_event (context)));
  g_task_set_task_data (task, listing, listing_free);

  go_on (g_steal_pointer (&task));
}

/**
 * trueconf_router_list_commands_finish:
 * @self: a router
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Router.list_commands_async].
 *
 * Returns: (transfer full): a list of [class@CommandFilter], in the order in which handlers are tried
 *
 * Since: 0.1
 */
GListModel *
trueconf_router_list_commands_finish (TrueconfRouter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static char *
describe (GListModel *commands)
{
  guint n = g_list_model_get_n_items (commands);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TrueconfCommandFilter) command = g_list_model_get_item (commands, i);
      g_autofree char *usage = trueconf_command_filter_get_usage (command);
      const char *description = trueconf_command_filter_get_description (command);

      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, usage);
      if (description != NULL)
        g_string_append_printf (text, " – %s", description);
    }
  if (n == 0)
    g_string_append (text, _ ("There are no commands for you here"));

  return g_string_free (text, FALSE);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TrueconfContext) context = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) commands =
      trueconf_router_list_commands_finish (TRUECONF_ROUTER (source), result, &error);

  if (commands != NULL)
    {
      g_autofree char *text = describe (commands);

      trueconf_context_answer (context, text);
    }
  trueconf_context_release (context);
}

static void
help_cb (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  TrueconfRouter *router = user_data;

  while (trueconf_router_get_parent (router) != NULL)
    router = trueconf_router_get_parent (router);

  trueconf_context_hold (context);
  trueconf_router_list_commands_async (router, context, trueconf_context_get_cancellable (context), listed_cb,
                                       g_object_ref (context));
}

/**
 * trueconf_router_add_help:
 * @self: a router
 * @filter: (nullable): a filter for messages, or `NULL` for the command `/help`
 *
 * Adds a handler that answers with a list of the commands that the user may use in this chat.
 *
 * The list has all commands of the dispatcher, also those of other routers, with their usage and
 * [property@CommandFilter:description]; see [method@Router.list_commands_async].
 *
 * Returns: the id of the handler, for [method@Router.remove_handler]
 *
 * Since: 0.1
 */
guint
trueconf_router_add_help (TrueconfRouter *self, TrueconfFilter *filter)
{
  g_autoptr (TrueconfCommandFilter) command = NULL;
  guint id;

  g_return_val_if_fail (TRUECONF_IS_ROUTER (self), 0);
  g_return_val_if_fail (filter == NULL || TRUECONF_IS_FILTER (filter), 0);

  if (filter == NULL)
    {
      command = trueconf_command_filter_new ("help");
      /* Translators: what the command /help does */
      trueconf_command_filter_set_description (command, _ ("Shows this list"));
      filter = TRUECONF_FILTER (command);
    }

  /* the handler lives no longer than the router */
  id = trueconf_router_add_handler (self, TRUECONF_TYPE_MESSAGE, filter, help_cb, self, NULL);
  trueconf_router_set_handler_name (self, id, "help");

  return id;
}
