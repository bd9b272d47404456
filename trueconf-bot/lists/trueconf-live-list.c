/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "bot/trueconf-bot-private.h"
#include "lists/trueconf-live-list-private.h"
#include "model/trueconf-removed-chat-participant.h"
#include "model/trueconf-removed-chat.h"
#include "trueconf-hash-private.h"

/**
 * TrueconfLiveList:
 *
 * A list that is kept current by what the bot hears and does: [class@ChatList], [class@Transcript] and
 * [class@ParticipantList].
 *
 * It is a [iface@Gio.ListModel] of [class@LiveItem]s, for example for a `GtkListView`, and can be filtered and sorted by
 * GTK's models. It needs no GTK.
 *
 * The list is filled when the bot has logged in, and read again after each reconnection, because the server does not tell
 * what has changed in the meantime. Items that are still there remain the same objects, and only what differs is reported
 * as changed. While there is no connection, the list stays as it was.
 *
 * What the bot does itself is seen as well, whichever part of the program does it: a message appears in its transcript, and
 * its chat at the top of the list of chats. Events are seen when they arrive, even if their handlers have to wait for earlier
 * ones.
 *
 * A list belongs to the main context of its bot, and does not keep the bot alive.
 *
 * Since: 0.1
 */

/* What has happened while the list was read. */
typedef struct
{
  TrueconfEvent *event;
  TrueconfDeed *deed;
  char *wanted;
} TrueconfOccurrence;

typedef struct
{
  TrueconfBot *bot; /* not owned; NULL once it is gone */
  GPtrArray *items;
  GCancellable *cancellable;
  gboolean loading;
  GPtrArray *occurrences;
  GHashTable *wanted; /* id → whether it is wanted once more, while it is asked for */
  GError *error;
} TrueconfLiveListPrivate;

typedef enum
{
  PROP_BOT = 1,
  PROP_LOADING,
  PROP_ERROR,
} TrueconfLiveListProperty;

static GParamSpec *properties[PROP_ERROR + 1];

static void trueconf_live_list_iface_init (GListModelInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (TrueconfLiveList,
                                  trueconf_live_list,
                                  G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (TrueconfLiveList)
                                      G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                             trueconf_live_list_iface_init))

#define GET(self) ((TrueconfLiveListPrivate *) trueconf_live_list_get_instance_private (self))

static const TrueconfLiveListTable *
get_table (TrueconfLiveList *self)
{
  return TRUECONF_LIVE_LIST_GET_CLASS (self)->table;
}

static void
occurrence_free (gpointer data)
{
  TrueconfOccurrence *occurrence = data;

  g_clear_object (&occurrence->event);
  g_clear_pointer (&occurrence->deed, trueconf_deed_unref);
  g_free (occurrence->wanted);
  g_free (occurrence);
}

/* ---- requests */

struct _TrueconfLiveCall
{
  GWeakRef list;
  GCancellable *cancellable;
  char *id;
};

TrueconfLiveCall *
trueconf_live_call_new (TrueconfLiveList *self, const char *id)
{
  TrueconfLiveCall *call = g_new0 (TrueconfLiveCall, 1);

  g_weak_ref_init (&call->list, self);
  call->cancellable = g_object_ref (GET (self)->cancellable);
  call->id = g_strdup (id);

  return call;
}

TrueconfLiveList *
trueconf_live_call_end (TrueconfLiveCall *call, char **id)
{
  g_autoptr (TrueconfLiveList) self = g_weak_ref_get (&call->list);
  gboolean current = self != NULL && GET (self)->cancellable == call->cancellable && GET (self)->bot != NULL;

  if (id != NULL)
    *id = g_steal_pointer (&call->id);
  g_weak_ref_clear (&call->list);
  g_object_unref (call->cancellable);
  g_free (call->id);
  g_free (call);

  return current ? g_steal_pointer (&self) : NULL;
}

TrueconfLiveList *
trueconf_live_call_end_fetch (TrueconfLiveCall *call, char **id)
{
  g_autoptr (TrueconfLiveList) self = trueconf_live_call_end (call, id);
  TrueconfLiveListPrivate *priv;
  gboolean again;

  if (self == NULL)
    return NULL;

  priv = GET (self);
  again = GPOINTER_TO_INT (g_hash_table_lookup (priv->wanted, *id)) || priv->loading;
  g_hash_table_remove (priv->wanted, *id);
  if (again)
    trueconf_live_list_want (self, *id);

  return again ? NULL : g_steal_pointer (&self);
}

GCancellable *
trueconf_live_list_get_cancellable (TrueconfLiveList *self)
{
  return GET (self)->cancellable;
}

/* Answers to what was asked so far are not wanted any more. */
static void
forget_calls (TrueconfLiveList *self)
{
  TrueconfLiveListPrivate *priv = GET (self);
  g_autoptr (GCancellable) cancellable = priv->cancellable;

  priv->cancellable = g_cancellable_new ();
  g_hash_table_remove_all (priv->wanted);
  g_cancellable_cancel (cancellable);
}

static void
note (TrueconfLiveList *self, TrueconfEvent *event, TrueconfDeed *deed, const char *wanted)
{
  TrueconfOccurrence *occurrence = g_new0 (TrueconfOccurrence, 1);

  g_set_object (&occurrence->event, event);
  occurrence->deed = deed != NULL ? trueconf_deed_ref (deed) : NULL;
  occurrence->wanted = g_strdup (wanted);
  g_ptr_array_add (GET (self)->occurrences, occurrence);
}

static guint
count (TrueconfLiveList *self, GType event_type, TrueconfMethod method)
{
  GPtrArray *occurrences = GET (self)->occurrences;
  guint n = 0;

  for (guint i = 0; i < occurrences->len; i++)
    {
      TrueconfOccurrence *occurrence = g_ptr_array_index (occurrences, i);

      if ((occurrence->event != NULL && G_TYPE_CHECK_INSTANCE_TYPE (occurrence->event, event_type)) ||
          (occurrence->deed != NULL && occurrence->deed->method == method))
        n++;
    }

  return n;
}

guint
trueconf_live_list_count_removed_chats (TrueconfLiveList *self)
{
  return count (self, TRUECONF_TYPE_REMOVED_CHAT, TRUECONF_METHOD_DELETE_CHAT);
}

guint
trueconf_live_list_count_removed_users (TrueconfLiveList *self)
{
  return count (self, TRUECONF_TYPE_REMOVED_CHAT_PARTICIPANT, TRUECONF_METHOD_REMOVE_PARTICIPANT_FROM_CHAT);
}

gboolean
trueconf_live_list_is_wanted (TrueconfLiveList *self, const char *id)
{
  return g_hash_table_contains (GET (self)->wanted, id);
}

void
trueconf_live_list_want (TrueconfLiveList *self, const char *id)
{
  TrueconfLiveListPrivate *priv = GET (self);

  if (priv->bot == NULL)
    return;

  if (priv->loading)
    {
      note (self, NULL, NULL, id);
    }
  else if (g_hash_table_contains (priv->wanted, id))
    {
      g_hash_table_replace (priv->wanted, g_strdup (id), GINT_TO_POINTER (TRUE));
    }
  else
    {
      g_hash_table_replace (priv->wanted, g_strdup (id), GINT_TO_POINTER (FALSE));
      get_table (self)->fetch (self, priv->bot, trueconf_live_call_new (self, id), id);
    }
}

/* ---- items */

static TrueconfBot *
owner_get_bot (gpointer list)
{
  return GET (TRUECONF_LIVE_LIST (list))->bot;
}

static void
owner_item_changed (gpointer list, TrueconfLiveItem *item)
{
  trueconf_live_list_item_changed (list, item);
}

static const TrueconfLiveItemOwner owner = {
  .get_bot = owner_get_bot,
  .item_changed = owner_item_changed,
};

guint
trueconf_live_list_get_length (TrueconfLiveList *self)
{
  return GET (self)->items->len;
}

gpointer
trueconf_live_list_peek (TrueconfLiveList *self, guint position)
{
  return g_ptr_array_index (GET (self)->items, position);
}

gboolean
trueconf_live_list_find (TrueconfLiveList *self, gpointer item, guint *position)
{
  return g_ptr_array_find (GET (self)->items, item, position);
}

static void
changed (TrueconfLiveList *self, guint position, guint removed, guint added)
{
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

void
trueconf_live_list_item_changed (TrueconfLiveList *self, gpointer item)
{
  guint position;

  if (trueconf_live_list_find (self, item, &position))
    changed (self, position, 1, 1);
}

void
trueconf_live_list_insert (TrueconfLiveList *self, guint position, gpointer item)
{
  g_ptr_array_insert (GET (self)->items, (int) position, g_object_ref (item));
  trueconf_live_item_set_list (item, &owner, self);
  changed (self, position, 0, 1);
}

void
trueconf_live_list_insert_many (TrueconfLiveList *self, guint position, GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      gpointer item = g_ptr_array_index (items, i);

      g_ptr_array_insert (GET (self)->items, (int) (position + i), g_object_ref (item));
      trueconf_live_item_set_list (item, &owner, self);
    }
  changed (self, position, 0, items->len);
}

void
trueconf_live_list_remove (TrueconfLiveList *self, guint position)
{
  g_autoptr (GObject) item = g_ptr_array_steal_index (GET (self)->items, position);

  trueconf_live_item_set_list (TRUECONF_LIVE_ITEM (item), NULL, NULL);
  changed (self, position, 1, 0);
}

/* One change, so that a selection finds the item in it. */
void
trueconf_live_list_move (TrueconfLiveList *self, guint from, guint to)
{
  GPtrArray *items = GET (self)->items;
  guint first = MIN (from, to);
  guint n = MAX (from, to) - first + 1;

  if (from == to)
    return;

  g_ptr_array_insert (items, (int) to, g_ptr_array_steal_index (items, from));
  changed (self, first, n, n);
}

/* What is the same at the beginning and at the end is not reported. */
void
trueconf_live_list_replace_all (TrueconfLiveList *self, GPtrArray *items)
{
  TrueconfLiveListPrivate *priv = GET (self);
  g_autoptr (GPtrArray) before = g_steal_pointer (&priv->items);
  guint begin = 0;
  guint end = 0;

  while (begin < before->len && begin < items->len && before->pdata[begin] == items->pdata[begin])
    begin++;
  while (end < before->len - begin && end < items->len - begin &&
         before->pdata[before->len - 1 - end] == items->pdata[items->len - 1 - end])
    end++;

  for (guint i = 0; i < before->len; i++)
    trueconf_live_item_set_list (g_ptr_array_index (before, i), NULL, NULL);
  for (guint i = 0; i < items->len; i++)
    trueconf_live_item_set_list (g_ptr_array_index (items, i), &owner, self);
  priv->items = g_ptr_array_copy (items, (GCopyFunc) g_object_ref, NULL);
  g_ptr_array_set_free_func (priv->items, g_object_unref);

  changed (self, begin, before->len - begin - end, items->len - begin - end);
}

/* ---- reading everything */

static void
set_loading (TrueconfLiveList *self, gboolean loading)
{
  TrueconfLiveListPrivate *priv = GET (self);

  if (priv->loading == loading)
    return;

  priv->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

void
trueconf_live_list_set_error (TrueconfLiveList *self, const GError *error)
{
  TrueconfLiveListPrivate *priv = GET (self);

  if (priv->error == NULL && error == NULL)
    return;

  g_clear_error (&priv->error);
  priv->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

void
trueconf_live_list_begin_load (TrueconfLiveList *self)
{
  TrueconfLiveListPrivate *priv = GET (self);
  g_autoptr (GCancellable) current = NULL;

  if (priv->bot == NULL || !trueconf_bot_get_authorized (priv->bot))
    return;

  forget_calls (self);
  current = g_object_ref (priv->cancellable);
  /* What was heard before is in what is read now. */
  for (guint i = priv->occurrences->len; i > 0; i--)
    if (((TrueconfOccurrence *) g_ptr_array_index (priv->occurrences, i - 1))->event != NULL)
      g_ptr_array_remove_index (priv->occurrences, i - 1);
  set_loading (self, TRUE);
  /* functions of the user have run, and may have disposed of the bot or had everything read */
  if (priv->cancellable == current)
    get_table (self)->load (self);
}

static void
replay (TrueconfLiveList *self)
{
  TrueconfLiveListPrivate *priv = GET (self);
  const TrueconfLiveListTable *table = get_table (self);
  g_autoptr (GPtrArray) occurrences = g_steal_pointer (&priv->occurrences);

  priv->occurrences = g_ptr_array_new_with_free_func (occurrence_free);
  for (guint i = 0; i < occurrences->len; i++)
    {
      TrueconfOccurrence *occurrence = g_ptr_array_index (occurrences, i);

      if (occurrence->event != NULL)
        table->received (self, occurrence->event);
      else if (occurrence->deed != NULL)
        table->done (self, occurrence->deed);
      else
        trueconf_live_list_want (self, occurrence->wanted);
    }
}

static void
retry_names (TrueconfLiveList *self)
{
  GPtrArray *items = GET (self)->items;

  for (guint i = 0; i < items->len; i++)
    trueconf_live_item_retry_name (g_ptr_array_index (items, i));
}

void
trueconf_live_list_loaded (TrueconfLiveList *self, GPtrArray *items)
{
  TrueconfLiveListPrivate *priv = GET (self);
  G_GNUC_UNUSED g_autoptr (TrueconfLiveList) keep = g_object_ref (self);
  g_autoptr (GCancellable) current = g_object_ref (priv->cancellable);

  trueconf_live_list_replace_all (self, items);
  /* functions of the user have run, and may have had everything read again */
  if (priv->cancellable != current)
    return;

  priv->loading = FALSE;
  replay (self);
  if (priv->cancellable != current)
    return;

  trueconf_live_list_set_error (self, NULL);
  retry_names (self);
  if (get_table (self)->settled != NULL)
    get_table (self)->settled (self);
  if (!priv->loading)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

void
trueconf_live_list_load_failed (TrueconfLiveList *self, const GError *error)
{
  TrueconfLiveListPrivate *priv = GET (self);
  G_GNUC_UNUSED g_autoptr (TrueconfLiveList) keep = g_object_ref (self);

  priv->loading = FALSE;
  replay (self);
  trueconf_live_list_set_error (self, error);
  if (get_table (self)->settled != NULL)
    get_table (self)->settled (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* ---- what the bot tells */

static void
received (gpointer data, TrueconfEvent *event)
{
  TrueconfLiveList *self = data;
  G_GNUC_UNUSED g_autoptr (TrueconfLiveList) keep = g_object_ref (self);

  if (GET (self)->loading)
    note (self, event, NULL, NULL);
  else
    get_table (self)->received (self, event);
}

static void
begun (gpointer data, TrueconfDeed *deed)
{
  TrueconfLiveList *self = data;
  G_GNUC_UNUSED g_autoptr (TrueconfLiveList) keep = g_object_ref (self);

  if (get_table (self)->begun != NULL)
    get_table (self)->begun (self, deed);
}

static void
done (gpointer data, TrueconfDeed *deed)
{
  TrueconfLiveList *self = data;
  G_GNUC_UNUSED g_autoptr (TrueconfLiveList) keep = g_object_ref (self);

  if (get_table (self)->ended != NULL)
    get_table (self)->ended (self, deed);
  if (GET (self)->loading)
    note (self, NULL, deed, NULL);
  else
    get_table (self)->done (self, deed);
}

static void
status_changed (gpointer data)
{
  TrueconfLiveList *self = data;
  G_GNUC_UNUSED g_autoptr (TrueconfLiveList) keep = g_object_ref (self);

  trueconf_live_list_begin_load (self);
}

static void
gone (gpointer data)
{
  TrueconfLiveList *self = data;
  G_GNUC_UNUSED g_autoptr (TrueconfLiveList) keep = g_object_ref (self);

  GET (self)->bot = NULL;
  forget_calls (self);
  g_ptr_array_set_size (GET (self)->occurrences, 0);
  if (get_table (self)->gone != NULL)
    get_table (self)->gone (self);
  set_loading (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BOT]);
}

static const TrueconfObserverTable observer = {
  .received = received,
  .begun = begun,
  .done = done,
  .status_changed = status_changed,
  .gone = gone,
};

/* ---- GListModel */

static GType
trueconf_live_list_get_item_type (GListModel *model)
{
  return get_table (TRUECONF_LIVE_LIST (model))->get_item_type ();
}

static guint
trueconf_live_list_get_n_items (GListModel *model)
{
  return GET (TRUECONF_LIVE_LIST (model))->items->len;
}

static gpointer
trueconf_live_list_get_item (GListModel *model, guint position)
{
  GPtrArray *items = GET (TRUECONF_LIVE_LIST (model))->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
trueconf_live_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = trueconf_live_list_get_item_type;
  iface->get_n_items = trueconf_live_list_get_n_items;
  iface->get_item = trueconf_live_list_get_item;
}

/* ---- GObject */

static void
trueconf_live_list_constructed (GObject *object)
{
  TrueconfLiveList *self = TRUECONF_LIVE_LIST (object);
  TrueconfLiveListPrivate *priv = GET (self);

  G_OBJECT_CLASS (trueconf_live_list_parent_class)->constructed (object);

  if (priv->bot == NULL)
    return;

  trueconf_bot_add_observer (priv->bot, &observer, self);
  trueconf_live_list_begin_load (self);
}

static void
trueconf_live_list_dispose (GObject *object)
{
  TrueconfLiveList *self = TRUECONF_LIVE_LIST (object);
  TrueconfLiveListPrivate *priv = GET (self);

  if (priv->bot != NULL)
    trueconf_bot_remove_observer (priv->bot, self);
  priv->bot = NULL;
  priv->loading = FALSE;
  g_cancellable_cancel (priv->cancellable);
  g_ptr_array_set_size (priv->occurrences, 0);
  for (guint i = 0; i < priv->items->len; i++)
    trueconf_live_item_set_list (g_ptr_array_index (priv->items, i), NULL, NULL);

  G_OBJECT_CLASS (trueconf_live_list_parent_class)->dispose (object);
}

static void
trueconf_live_list_finalize (GObject *object)
{
  TrueconfLiveListPrivate *priv = GET (TRUECONF_LIVE_LIST (object));

  g_ptr_array_unref (priv->items);
  g_ptr_array_unref (priv->occurrences);
  g_hash_table_unref (priv->wanted);
  g_object_unref (priv->cancellable);
  g_clear_error (&priv->error);

  G_OBJECT_CLASS (trueconf_live_list_parent_class)->finalize (object);
}

static void
trueconf_live_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfLiveListPrivate *priv = GET (TRUECONF_LIVE_LIST (object));

  switch ((TrueconfLiveListProperty) prop_id)
    {
    case PROP_BOT:
      g_value_set_object (value, priv->bot);
      break;

    case PROP_LOADING:
      g_value_set_boolean (value, priv->loading);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, priv->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_live_list_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfLiveListPrivate *priv = GET (TRUECONF_LIVE_LIST (object));

  switch ((TrueconfLiveListProperty) prop_id)
    {
    case PROP_BOT:
      priv->bot = g_value_get_object (value);
      /* one that was disposed of tells nothing any more */
      if (priv->bot != NULL && trueconf_bot_is_disposed (priv->bot))
        priv->bot = NULL;
      break;

    case PROP_LOADING:
    case PROP_ERROR:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_live_list_class_init (TrueconfLiveListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = trueconf_live_list_constructed;
  object_class->dispose = trueconf_live_list_dispose;
  object_class->finalize = trueconf_live_list_finalize;
  object_class->get_property = trueconf_live_list_get_property;
  object_class->set_property = trueconf_live_list_set_property;

  /**
   * TrueconfLiveList:bot: (getter get_bot)
   *
   * The bot, or `NULL` once it is gone. The list does not keep it.
   *
   * Since: 0.1
   */
  properties[PROP_BOT] = g_param_spec_object ("bot", NULL, NULL, TRUECONF_TYPE_BOT,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                  G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfLiveList:loading: (getter get_loading)
   *
   * Whether the list is being read from the server, for the first time or again.
   *
   * Since: 0.1
   */
  properties[PROP_LOADING] = g_param_spec_boolean (
      "loading", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfLiveList:error: (getter get_error)
   *
   * Why the list could not be read, or `NULL`.
   *
   * It is tried again after the next reconnection, or by [method@LiveList.reload].
   *
   * Since: 0.1
   */
  properties[PROP_ERROR] = g_param_spec_boxed (
      "error", NULL, NULL, G_TYPE_ERROR, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_live_list_init (TrueconfLiveList *self)
{
  TrueconfLiveListPrivate *priv = GET (self);

  priv->items = g_ptr_array_new_with_free_func (g_object_unref);
  priv->occurrences = g_ptr_array_new_with_free_func (occurrence_free);
  priv->wanted = g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, NULL);
  priv->cancellable = g_cancellable_new ();
}

/**
 * trueconf_live_list_get_bot: (get-property bot)
 * @self: a list
 *
 * Gets [property@LiveList:bot].
 *
 * Returns: (nullable) (transfer none): the bot, or `NULL` if it is gone
 *
 * Since: 0.1
 */
TrueconfBot *
trueconf_live_list_get_bot (TrueconfLiveList *self)
{
  g_return_val_if_fail (TRUECONF_IS_LIVE_LIST (self), NULL);

  return GET (self)->bot;
}

/**
 * trueconf_live_list_get_loading: (get-property loading)
 * @self: a list
 *
 * Gets [property@LiveList:loading].
 *
 * Returns: whether the list is being read
 *
 * Since: 0.1
 */
gboolean
trueconf_live_list_get_loading (TrueconfLiveList *self)
{
  g_return_val_if_fail (TRUECONF_IS_LIVE_LIST (self), FALSE);

  return GET (self)->loading;
}

/**
 * trueconf_live_list_get_error: (get-property error)
 * @self: a list
 *
 * Gets [property@LiveList:error].
 *
 * Returns: (nullable) (transfer none): why the list could not be read, or `NULL`
 *
 * Since: 0.1
 */
const GError *
trueconf_live_list_get_error (TrueconfLiveList *self)
{
  g_return_val_if_fail (TRUECONF_IS_LIVE_LIST (self), NULL);

  return GET (self)->error;
}

/**
 * trueconf_live_list_reload:
 * @self: a list
 *
 * Reads the list from the server again.
 *
 * This is not necessary, except after an [property@LiveList:error]. While the bot is not connected, it does nothing, as the
 * list is read again when the bot has logged in.
 *
 * Since: 0.1
 */
void
trueconf_live_list_reload (TrueconfLiveList *self)
{
  g_return_if_fail (TRUECONF_IS_LIVE_LIST (self));

  trueconf_live_list_begin_load (self);
}
