/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <trueconf-bot.h>

#include "tool-command.h"
#include "tool-config.h"
#include "tool-status.h"

G_BEGIN_DECLS

/* One run of a command: what it was called with, its settings, its bot, and waiting for what is asynchronous. */

/* ---- what it was called with */

gboolean tool_run_has (ToolRun *self, const char *option);

/* The last value, or NULL. */
const char *tool_run_get (ToolRun *self, const char *option);

/* Numbers and seconds have been checked when the options were read. */
guint64 tool_run_get_number (ToolRun *self, const char *option, guint64 otherwise);
double tool_run_get_seconds (ToolRun *self, const char *option, double otherwise);

/* Options in the order in which they were given: elements are ToolGiven. */
GPtrArray *tool_run_get_given (ToolRun *self);

guint tool_run_get_n_arguments (ToolRun *self);

/* NULL behind the last one */
const char *tool_run_get_argument (ToolRun *self, guint i);

const ToolCommand *tool_run_get_command (ToolRun *self);
gboolean tool_run_is_json (ToolRun *self);
gboolean tool_run_is_quiet (ToolRun *self);

/* Standard input to its end. It can be had once: a second one that asks is told who was first. `what` says what for. */
GBytes *
tool_run_read_stdin (ToolRun *self, const char *what, gsize limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Marks standard input as used without reading it. */
gboolean tool_run_claim_stdin (ToolRun *self, const char *what, GError **error);

/* ---- settings and the bot */

/* Read when it is first asked for. Owned by the run. */
ToolConfig *tool_run_get_config (ToolRun *self, GError **error);

/* The same with the token of “login”, for which a keyring may have to be opened. */
ToolConfig *tool_run_get_whole_config (ToolRun *self, GError **error);

/* A bot with the settings, not started, or NULL if they are wrong or incomplete. Owned by the run, which stops it. */
TrueconfBot *tool_run_make_bot (ToolRun *self, GError **error);

/* The same, logged in. */
TrueconfBot *tool_run_connect (ToolRun *self, GError **error);

/* ---- waiting
 *
 *   trueconf_bot_get_chats_async (bot, 100, 1, tool_run_get_cancellable (run), tool_run_ready, run);
 *   chats = trueconf_bot_get_chats_finish (bot, tool_run_wait (run), &error);
 *
 * The cancellable is cancelled by Ctrl-C, by SIGTERM, and when nothing has happened for --timeout. */
GCancellable *tool_run_get_cancellable (ToolRun *self);
void tool_run_ready (GObject *source, GAsyncResult *result, gpointer run);
GAsyncResult *tool_run_wait (ToolRun *self);

/* The same without the --timeout: what comes through a pipe takes its time. */
GAsyncResult *tool_run_wait_patiently (ToolRun *self);

/* The --timeout begins anew. */
void tool_run_touch (ToolRun *self);

/* From here on, waiting has no --timeout: for commands that go on until they are interrupted. */
void tool_run_set_patient (ToolRun *self);

/* From here on, a second signal is not the end, but something that tool_interrupt_watch() tells of. */
void tool_run_set_careful (ToolRun *self);

/* Runs the main loop until the cancellable is cancelled, or tool_run_quit() was called. */
void tool_run_loop (ToolRun *self);
void tool_run_quit (ToolRun *self);

/* A GFileProgressCallback whose data is the run: shows a bar, see tool-progress.h, and is a sign of life. */
void tool_run_progress (goffset current, goffset total, gpointer run);

/* The signal that has interrupted the run, or 0. */
int tool_run_get_signal (ToolRun *self);

/* ---- the end */

/* Says what went wrong, in one line, and returns what to exit with. An interruption is not talked about. */
int tool_run_fail (ToolRun *self, const GError *error);

/* The same for wrong options and arguments. */
int tool_run_fail_usage (ToolRun *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* ---- for main() */

ToolRun *tool_run_new (const ToolCommand *command, GPtrArray *given, GPtrArray *arguments);

/* Stops the bot, if there is one. */
void tool_run_free (ToolRun *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ToolRun, tool_run_free)

G_END_DECLS
