/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tool-run.h"

G_BEGIN_DECLS

/* A program that is run for each event, with the event on its standard input; what it prints is sent as the answer. No shell is
 * involved. Events of one chat follow each other because each event's context is held until its answer is sent. */
typedef struct _ToolExec ToolExec;

typedef struct
{
  const char *const *argv; /* the program and its arguments */
  double timeout;          /* seconds */
  guint max_running;
  TrueconfParseMode parse_mode;
  gboolean reply; /* whether the answer quotes the message */
} ToolExecSettings;

/* An event is done; `failed` says whether its program or its answer went wrong, which has been told. */
typedef void (*ToolExecDone) (gboolean failed, gpointer data);

ToolExec *
tool_exec_new (TrueconfBot *bot, const ToolExecSettings *settings, ToolExecDone done, gpointer data);
void tool_exec_free (ToolExec *self);

/* Starts the program, now or when another one has ended. `line` is what it reads. */
void tool_exec_run (ToolExec *self, TrueconfEvent *event, TrueconfContext *context, const char *line);

gboolean tool_exec_is_busy (ToolExec *self);

/* Starts nothing more: what waits is not done, and its events are not acknowledged. */
void tool_exec_drop_waiting (ToolExec *self);

/* Asks what runs to end, with SIGTERM, and ends it two seconds later, or if it is called once more. Answers that are not sent by then
 * are not sent. */
void tool_exec_kill (ToolExec *self);

/* The same at once, for a tool that ends without its main loop: waits up to two seconds for what it has asked to end. */
void tool_exec_kill_now (ToolExec *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ToolExec, tool_exec_free)

G_END_DECLS
