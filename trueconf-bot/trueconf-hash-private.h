/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TRUECONF_HASH_KEY_SIZE 16

guint64 trueconf_hash_bytes (const guint8 *key, gconstpointer data, gsize length);

/* For hash tables, in place of g_str_hash (): with a key of this process. */
guint trueconf_hash_string (gconstpointer text);

/* For a key that is made of several texts. */
guint trueconf_hash_strings (const char *const *texts, gsize n_texts);

G_END_DECLS
