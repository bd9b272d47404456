/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tc-util.h"

G_BEGIN_DECLS

/* A sandbox in a process of its own. Its users are echo_bot, nora and omar, all with the password "secret". */

typedef struct _TcSandbox TcSandbox;

TcSandbox *tc_sandbox_new (void);
TcSandbox *tc_sandbox_new_with (const char *arguments);
void tc_sandbox_free (TcSandbox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSandbox, tc_sandbox_free)

guint tc_sandbox_get_port (TcSandbox *self);

/* Kills it, as a power cut would do, and starts it again on the same port. */
void tc_sandbox_kill (TcSandbox *self);
void tc_sandbox_restart (TcSandbox *self);

/* The control interface; an error fails the test. */
JsonNode *tc_sandbox_get (TcSandbox *self, const char *path);
GBytes *tc_sandbox_get_bytes (TcSandbox *self, const char *path);
JsonNode *tc_sandbox_post (TcSandbox *self, const char *path, const char *format, ...) G_GNUC_PRINTF (3, 4);
void tc_sandbox_do (TcSandbox *self, const char *path, const char *format, ...) G_GNUC_PRINTF (3, 4);
void tc_sandbox_fault (TcSandbox *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void tc_sandbox_clear_faults (TcSandbox *self);
gint64 tc_sandbox_add_fault (TcSandbox *self, const char *fault);
void tc_sandbox_clear_fault (TcSandbox *self, gint64 id);
char *tc_sandbox_make_token (TcSandbox *self, const char *user, int lifetime);

/* A user writes to the bot. */
void tc_sandbox_say (TcSandbox *self, const char *from, const char *text);
char *tc_sandbox_get_chat (TcSandbox *self, const char *person);

/* Returns the texts that `author` has written to `person`, in order. */
GStrv tc_sandbox_get_texts (TcSandbox *self, const char *person, const char *author);
guint tc_sandbox_count_texts (TcSandbox *self, const char *person, const char *author);
guint tc_sandbox_count_read (TcSandbox *self, const char *person);

gint64 tc_sandbox_get_counter (TcSandbox *self, const char *name);
guint tc_sandbox_count_authorized (TcSandbox *self);
guint tc_sandbox_count_unacknowledged (TcSandbox *self);
guint tc_sandbox_count_frames (TcSandbox *self, const char *direction, const char *part);
guint tc_sandbox_count_ends (TcSandbox *self, const char *part);

G_END_DECLS
