/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <trueconf-bot.h>

#include "tc-util.h"

G_BEGIN_DECLS

/* What every storage of dialogs has to do, in one process and in several. The dialogs are those of users in one chat. */

typedef TrueconfFsmStorage *(*TcDialogOpen) (const char *place);

TrueconfFsmContext *tc_dialog_new (TrueconfFsmStorage *storage, const char *user);

/* Waits for what tc_store_result() gets. */
GAsyncResult *tc_dialog_wait (GAsyncResult **result);

JsonObject *tc_dialog_get_data (TrueconfFsmStorage *storage, const char *user, GError **error);
gint64 tc_dialog_get_number (TrueconfFsmStorage *storage, const char *user, const char *member);
void tc_dialog_update (TrueconfFsmStorage *storage, const char *user, const char *member, gint64 number);

/* The words of the error tell no password. */
void tc_dialog_assert_fails (TrueconfFsmStorage *storage, int code, const char *words);

/* That of alice cannot be read, as the words tell, but she gets out of it, and into another one. */
void tc_dialog_check_damaged (TrueconfFsmStorage *storage, const char *words);

/* Replaces the version of the record by the one that is stored now. Returns FALSE for a conflict. */
gboolean tc_dialog_store (TrueconfFsmStorage *storage,
                          TrueconfFsmKey *key,
                          TrueconfFsmRecord *record,
                          const char *version,
                          char **now);

void tc_dialog_check_versions (TrueconfFsmStorage *storage);
void tc_dialog_check_expired (TrueconfFsmStorage *storage);

/* These run the program again, which has to begin with tc_dialog_is_other_process(): TRUE, and it has done what it is for. */
void tc_dialog_check_shared (TrueconfFsmStorage *storage, const char *place);
void tc_dialog_check_killed (TrueconfFsmStorage **storage, const char *place);
gboolean tc_dialog_is_other_process (int argc, char **argv, TcDialogOpen open);

G_END_DECLS
