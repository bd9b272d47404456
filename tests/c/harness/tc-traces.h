/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tc-util.h"

G_BEGIN_DECLS

/* Checks that nothing is left of work with files: no open descriptors and no temporary files. */

/* Call this before tc_init(). It gives the program its own folder for temporary files. */
void tc_traces_init (void);
/* Call this last. It checks that the folder is empty. */
void tc_traces_end (void);

/* Ignores the connections of a server in this process. */
void tc_traces_ignore_port (guint port);

typedef struct _TcTraces TcTraces;

/* Remembers what exists now; waits until nothing more exists. */
TcTraces *tc_traces_take (void);
void tc_traces_wait (TcTraces *self);
void tc_traces_free (TcTraces *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcTraces, tc_traces_free)

/* Adds a test that must leave nothing behind. */
void tc_traces_add_test (const char *path, void (*test) (void));

G_END_DECLS
