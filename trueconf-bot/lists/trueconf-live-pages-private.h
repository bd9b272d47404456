/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "lists/trueconf-live-list-private.h"

G_BEGIN_DECLS

/* Reads what the server gives by pages, for a list that is loaded. Things move between pages while they are read: one that
 * comes twice is taken once, and all is read again if one was removed. */

typedef struct
{
  guint size; /* of a page */
  /* Asks for a page, from 1 on. */
  void (*ask) (TrueconfLiveList *list,
               guint size,
               guint number,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data);
  GListModel *(*finish) (TrueconfBot *bot, GAsyncResult *result, GError **error);
  /* What it is told apart by. NULL: it does not count. */
  char *(*dup_key) (gpointer thing);
  guint (*count_removals) (TrueconfLiveList *list);
  /* Everything has been read; ends with trueconf_live_list_loaded(). */
  void (*done) (TrueconfLiveList *list, GPtrArray *things);
  /* Before trueconf_live_list_load_failed(); may be NULL. */
  void (*failed) (TrueconfLiveList *list, const GError *error);
} TrueconfLivePagesTable;

void trueconf_live_list_read_pages (TrueconfLiveList *list, const TrueconfLivePagesTable *table);

G_END_DECLS
