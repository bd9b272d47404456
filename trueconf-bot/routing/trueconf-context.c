/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-bot-handle-private.h"
#include "routing/trueconf-context-private.h"

/**
 * TrueconfContext:
 *
 * What goes along with an event on its way through routers to a handler.
 *
 * An event is *done* when its handler has returned. A handler that goes on asynchronously says so with
 * [method@Context.hold], and [method@Context.release] says that it has finished: until then the next event of the
 * same chat waits, and with [enum@AckPolicy] `AFTER_HANDLER` the server does.
 *
 * Filters and handlers can leave notes for each other with [method@Context.set_data].
 *
 * A context belongs to the main context of its bot and must not be used in other threads.
 *
 * Since: 0.1
 */
struct _TrueconfContext
{
  GObject parent_instance;

  TrueconfEvent *event;
  GHashTable *data;
  gboolean routing; /* the dispatcher is not through with it, whatever the handlers' holds are */
  guint n_holds;
  TrueconfContextDone done; /* NULL: the event is done */
  gpointer done_data;
  char *router;
  guint handler_id;
};

G_DEFINE_FINAL_TYPE (TrueconfContext, trueconf_context, G_TYPE_OBJECT)

typedef enum
{
  PROP_BOT = 1,
  PROP_EVENT,
  PROP_N_HOLDS,
  PROP_DONE,
} TrueconfContextProperty;

static GParamSpec *properties[PROP_DONE + 1];

static void
trueconf_context_finalize (GObject *object)
{
  TrueconfContext *self = TRUECONF_CONTEXT (object);

  g_clear_object (&self->event);
  g_clear_pointer (&self->data, g_hash_table_unref);
  g_clear_pointer (&self->router, g_free);

  G_OBJECT_CLASS (trueconf_context_parent_class)->finalize (object);
}

static void
trueconf_context_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfContext *self = TRUECONF_CONTEXT (object);

  switch ((TrueconfContextProperty) prop_id)
    {
    case PROP_BOT:
      g_value_set_object (value, trueconf_context_get_bot (self));
      break;

    case PROP_EVENT:
      g_value_set_object (value, trueconf_context_get_event (self));
      break;

    case PROP_N_HOLDS:
      g_value_set_uint (value, trueconf_context_get_n_holds (self));
      break;

    case PROP_DONE:
      g_value_set_boolean (value, trueconf_context_get_done (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_context_class_init (TrueconfContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_context_finalize;
  object_class->get_property = trueconf_context_get_property;

  /**
   * TrueconfContext:bot: (getter get_bot)
   *
   * The bot that the event came to, or `NULL` once it is gone.
   *
   * Since: 0.1
   */
  properties[PROP_BOT] =
      g_param_spec_object ("bot", NULL, NULL, trueconf_bot_handle_get_bot_type (),
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfContext:event: (getter get_event)
   *
   * The event.
   *
   * Since: 0.1
   */
  properties[PROP_EVENT] =
      g_param_spec_object ("event", NULL, NULL, TRUECONF_TYPE_EVENT,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfContext:n-holds: (getter get_n_holds)
   *
   * How many holds have not been released yet.
   *
   * Since: 0.1
   */
  properties[PROP_N_HOLDS] =
      g_param_spec_uint ("n-holds", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfContext:done: (getter get_done)
   *
   * Whether the event is done: its handlers have returned, and every hold was released.
   *
   * Since: 0.1
   */
  properties[PROP_DONE] = g_param_spec_boolean (
      "done", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_context_init (TrueconfContext *self)
{
}

/* Ends with trueconf_context_finish_routing () and the last release. */
TrueconfContext *
trueconf_context_new (TrueconfEvent *event, TrueconfContextDone done, gpointer data)
{
  TrueconfContext *self = g_object_new (TRUECONF_TYPE_CONTEXT, NULL);

  self->event = g_object_ref (event);
  self->routing = TRUE;
  self->done = done;
  self->done_data = data;

  return self;
}

void
trueconf_context_set_handler (TrueconfContext *self, const char *router, guint handler_id)
{
  g_free (self->router);
  self->router = g_strdup (router);
  self->handler_id = handler_id;
}

/* For a log: which handler it is. */
char *
trueconf_context_describe_handler (TrueconfContext *self)
{
  return g_strdup_printf ("handler %u of router “%s”", self->handler_id,
                          self->router != NULL ? self->router : "");
}

/**
 * trueconf_context_get_bot: (get-property bot)
 * @self: a context
 *
 * Gets the bot that the event came to.
 *
 * Returns: (transfer none) (nullable): the bot, or `NULL` once it is gone
 *
 * Since: 0.1
 */
TrueconfBot *
trueconf_context_get_bot (TrueconfContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), NULL);

  return trueconf_event_get_bot (self->event);
}

/**
 * trueconf_context_get_event: (get-property event)
 * @self: a context
 *
 * Gets the event.
 *
 * Returns: (transfer none): the event
 *
 * Since: 0.1
 */
TrueconfEvent *
trueconf_context_get_event (TrueconfContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), NULL);

  return self->event;
}

/**
 * trueconf_context_get_n_holds: (get-property n-holds)
 * @self: a context
 *
 * Gets how many holds have not been released yet.
 *
 * Returns: the number of [method@Context.hold] without their [method@Context.release]
 *
 * Since: 0.1
 */
guint
trueconf_context_get_n_holds (TrueconfContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), 0);

  return self->n_holds;
}

/**
 * trueconf_context_get_done: (get-property done)
 * @self: a context
 *
 * Gets whether the event is done: its handlers have returned, and every hold was released.
 *
 * Returns: `TRUE` if it is done, after which it cannot be held any more
 *
 * Since: 0.1
 */
gboolean
trueconf_context_get_done (TrueconfContext *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), FALSE);

  return self->done == NULL;
}

/**
 * trueconf_context_hold:
 * @self: a context
 *
 * Says that the handler goes on after it has returned.
 *
 * The event is done when each hold was released with [method@Context.release]. Until then the context lives; take a
 * reference to use it longer. An event that is done cannot be held again.
 *
 * Since: 0.1
 */
void
trueconf_context_hold (TrueconfContext *self)
{
  g_return_if_fail (TRUECONF_IS_CONTEXT (self));
  g_return_if_fail (self->done != NULL);

  self->n_holds++;
}

static void
check_done (TrueconfContext *self)
{
  TrueconfContextDone done = self->done;

  if (self->routing || self->n_holds > 0)
    return;

  self->done = NULL;
  g_object_ref (self);
  done (self, self->done_data);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
  g_object_unref (self);
}

/**
 * trueconf_context_release:
 * @self: a context
 *
 * Takes one [method@Context.hold] back.
 *
 * It is a mistake to release a context that is not held. [property@Context:n-holds] tells.
 *
 * Since: 0.1
 */
void
trueconf_context_release (TrueconfContext *self)
{
  g_return_if_fail (TRUECONF_IS_CONTEXT (self));
  g_return_if_fail (self->n_holds > 0);

  self->n_holds--;
  check_done (self);
}

/* The handlers have returned. */
void
trueconf_context_finish_routing (TrueconfContext *self)
{
  self->routing = FALSE;
  check_done (self);
}

static void
value_free (gpointer data)
{
  GValue *value = data;

  g_value_unset (value);
  g_free (value);
}

/**
 * trueconf_context_set_data:
 * @self: a context
 * @key: a name
 * @value: (nullable): what to remember under it, or `NULL` to forget it
 *
 * Leaves a note for those who see the event later.
 *
 * Since: 0.1
 */
void
trueconf_context_set_data (TrueconfContext *self, const char *key, const GValue *value)
{
  GValue *copy;

  g_return_if_fail (TRUECONF_IS_CONTEXT (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (value == NULL || G_IS_VALUE (value));

  if (value == NULL)
    {
      if (self->data != NULL)
        g_hash_table_remove (self->data, key);
      return;
    }

  if (self->data == NULL)
    self->data = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, value_free);

  copy = g_new0 (GValue, 1);
  g_value_init (copy, G_VALUE_TYPE (value));
  g_value_copy (value, copy);
  g_hash_table_replace (self->data, g_strdup (key), copy);
}

/**
 * trueconf_context_get_data:
 * @self: a context
 * @key: a name
 * @value: (out caller-allocates): return location for the note; it must be empty
 *
 * Reads a note that [method@Context.set_data] has left.
 *
 * Returns: whether there is one
 *
 * Since: 0.1
 */
gboolean
trueconf_context_get_data (TrueconfContext *self, const char *key, GValue *value)
{
  const GValue *found;

  g_return_val_if_fail (TRUECONF_IS_CONTEXT (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  found = self->data != NULL ? g_hash_table_lookup (self->data, key) : NULL;
  if (found == NULL)
    return FALSE;

  g_value_init (value, G_VALUE_TYPE (found));
  g_value_copy (found, value);
  return TRUE;
}
