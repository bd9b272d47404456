/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The order of messages in the history of a chat is not documented, nor whether each message comes once. */

#include "config.h"

#include "model/trueconf-message-order-private.h"
#include "model/trueconf-message-private.h"
#include "wire/trueconf-wire-tables-private.h"

static int
newest_box_first (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return trueconf_message_compare_boxes (*(TrueconfMessage *const *) b, *(TrueconfMessage *const *) a);
}

static int
newest_first (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return trueconf_message_compare_times (*(TrueconfMessage *const *) b, *(TrueconfMessage *const *) a);
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
