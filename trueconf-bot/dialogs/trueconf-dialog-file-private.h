/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include "dialogs/trueconf-fsm-key.h"
#include "dialogs/trueconf-fsm-record.h"

G_BEGIN_DECLS

/* Dialogs in a file of SQLite. All functions block, and belong to one thread. */
typedef struct _TrueconfDialogFile TrueconfDialogFile;

/* Does not touch the file. @path: NULL if it is not a file of this machine */
TrueconfDialogFile *trueconf_dialog_file_new (const char *path);
void trueconf_dialog_file_free (TrueconfDialogFile *self);

/* Returns an empty record if there is none. */
TrueconfFsmRecord *trueconf_dialog_file_load (TrueconfDialogFile *self, TrueconfFsmKey *key, GError **error);
/* @stored: whether the version was the expected one, or the record is there already */
gboolean trueconf_dialog_file_store (TrueconfDialogFile *self,
                                     TrueconfFsmKey *key,
                                     TrueconfFsmRecord *record,
                                     const char *version,
                                     gboolean *stored,
                                     GError **error);
/* Returns at most @limit keys of TrueconfFsmKey that have expired at @time, in milliseconds since 1970. */
GListStore *
trueconf_dialog_file_find_expired (TrueconfDialogFile *self, gint64 time, guint limit, GError **error);

G_END_DECLS
