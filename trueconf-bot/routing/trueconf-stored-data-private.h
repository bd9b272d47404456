/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-command-private.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean found;
  TrueconfCommandParts parts;
  TrueconfCommand *command; /* NULL: nobody has asked for it yet */
} TrueconfFoundCommand;

/* What filters, middlewares and handlers store in a context. All zero at first. */
typedef struct
{
  GHashTable *common;
  GHashTable *pending;                  /* of the filter that is being asked */
  GHashTable *matched;                  /* of the filter that has found the handler; it wins over `common` */
  TrueconfFoundCommand pending_command; /* apart from the tables, since most events of bots are commands */
  TrueconfFoundCommand command;
  GValue command_value; /* of trueconf_stored_data_find () */
  gboolean filtering;
} TrueconfStoredData;

void trueconf_stored_data_clear (TrueconfStoredData *self);
void trueconf_stored_data_share (TrueconfStoredData *self, TrueconfStoredData *other);
void trueconf_stored_data_begin_filter (TrueconfStoredData *self);
void trueconf_stored_data_end_filter (TrueconfStoredData *self, gboolean matches);
void trueconf_stored_data_end_handler (TrueconfStoredData *self);

void trueconf_stored_data_put (TrueconfStoredData *self, const char *key, const GValue *value);
const GValue *trueconf_stored_data_find (TrueconfStoredData *self, const char *key);
void trueconf_stored_data_take_command (TrueconfStoredData *self,
                                        const TrueconfCommandParts *parts,
                                        TrueconfCommand *command);
TrueconfCommand *trueconf_stored_data_get_command (TrueconfStoredData *self);

G_END_DECLS
