/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The order of messages in the history of a chat is not documented, nor whether each message comes once. */

#include "config.h"

#include <string.h>

#include "model/trueconf-box-private.h"
#include "model/trueconf-message-private.h"
#include "wire/trueconf-wire-tables-private.h"

/* All positions that were observed are numbers, which can be of any length. */
static int
compare_positions (const char *one, const char *other)
{
  gsize length = one != NULL ? strlen (one) : 0;
  gsize other_length = other != NULL ? strlen (other) : 0;

  if (length != other_length)
    return length < other_length ? -1 : 1;

  return length > 0 ? strcmp (one, other) : 0;
}

static int
compare_boxes (const TrueconfMessage *one, const TrueconfMessage *other)
{
  if (one->box->id != other->box->id)
    return one->box->id < other->box->id ? -1 : 1;

  return compare_positions (one->box->position, other->box->position);
}

static int
newest_box_first (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return compare_boxes (*(TrueconfMessage *const *) b, *(TrueconfMessage *const *) a);
}

static int
newest_first (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const TrueconfMessage *one = *(TrueconfMessage *const *) a;
  const TrueconfMessage *other = *(TrueconfMessage *const *) b;

  if (one->timestamp == other->timestamp)
    return 0;

  return one->timestamp > other->timestamp ? -1 : 1;
}

/* A tree, because the server chooses the ids, and could choose such as all fall into one bucket of a hash table. */
static void
drop_duplicates (GPtrArray *messages)
{
  g_autoptr (GTree) seen = g_tree_new ((GCompareFunc) g_strcmp0);
  guint kept = 0;

  for (guint i = 0; i < messages->len; i++)
    {
      TrueconfMessage *message = messages->pdata[i];

      if (message->message_id != NULL)
        {
          if (g_tree_lookup (seen, message->message_id) != NULL)
            {
              g_object_unref (message);
              continue;
            }
          g_tree_insert (seen, message->message_id, message);
        }
      messages->pdata[kept++] = message;
    }

  /* The pointers behind were moved or freed. */
  for (guint i = kept; i < messages->len; i++)
    messages->pdata[i] = NULL;
  messages->len = kept;
}

/* Sorts by the positions in the chat, or by the times if a position is missing. Messages without both keep their
 * order. */
void
trueconf_wire_arrange_history (GPtrArray *messages)
{
  gboolean boxes = TRUE;
  gboolean times = TRUE;

  drop_duplicates (messages);
  for (guint i = 0; i < messages->len; i++)
    {
      const TrueconfMessage *message = messages->pdata[i];

      boxes = boxes && message->box != NULL;
      times = times && message->timestamp > 0;
    }

  if (boxes || times)
    g_ptr_array_sort_with_data (messages, boxes ? newest_box_first : newest_first, NULL);
}
