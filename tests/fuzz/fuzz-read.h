/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Reads all that a program can read, to see whether that is possible, and whether what is found is what bindings of other
 * languages rely on: strings are UTF-8, and JSON can be written and read again. */

void fuzz_read_object (GObject *object);
void fuzz_read_list (GListModel *list);
void fuzz_read_value (const GValue *value);
void fuzz_read_string (const char *text);
void fuzz_read_node (JsonNode *node);
void fuzz_read_error (const GError *error);

/* Has everything that is a mistake end the program. */
void fuzz_init (void);

/* What the fuzzer calls. */
int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

G_END_DECLS
