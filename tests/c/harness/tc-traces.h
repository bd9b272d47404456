/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tc-util.h"

G_BEGIN_DECLS

/* What work with files must not leave behind: open descriptors and temporary files. */

/* To be called before tc_init(): from then on the folder for temporary files is one of the program's own. */
void tc_traces_init (void);
/* The last thing of all: nothing is left in it. */
void tc_traces_end (void);

/* The ends of connections that a server in this very process has are not looked at. */
void tc_traces_ignore_port (guint port);

typedef struct _TcTraces TcTraces;

/* What is there now, and until there is nothing more than that. */
TcTraces *tc_traces_take (void);
void tc_traces_wait (TcTraces *self);
void tc_traces_free (TcTraces *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcTraces, tc_traces_free)

/* A test after which nothing is left. */
void tc_traces_add_test (const char *path, void (*test) (void));

G_END_DECLS
