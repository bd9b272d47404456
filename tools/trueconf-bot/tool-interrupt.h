/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The signals that end the tool: SIGINT, SIGTERM and SIGHUP. With nohup SIGHUP stays ignored. The others are not ignored even if they
 * were when the tool was started, as a shell does with SIGINT for jobs of a script in the background. */

typedef void (*ToolInterruptFunc) (int number, gpointer data);

/* Calls `func` in the main loop for each signal, instead of whatever was called before. */
void tool_interrupt_watch (ToolInterruptFunc func, gpointer data);

/* From now on a signal ends the tool at once. */
void tool_interrupt_unwatch (void);

/* Calls `func` before tool_interrupt_check() ends the tool; NULL takes it back. */
void tool_interrupt_set_last (void (*func) (gpointer data), gpointer data);

/* For whoever blocks the main loop: ends the tool if a signal has come that the main loop does not know of yet. */
void tool_interrupt_check (void);

/* Dies of a signal, so that a shell knows of it, and stops its loop. */
void tool_interrupt_die (int number) G_GNUC_NORETURN;

G_END_DECLS
