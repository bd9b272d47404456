/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a text is cut. */

typedef struct
{
  const char *text;
  gsize length;     /* in bytes */
  GArray *elements; /* of TrueconfElement, or empty */
  gboolean markup;
  gboolean marks; /* of Markdown */
} TrueconfSplit;

typedef struct
{
  gsize at;           /* in bytes */
  guint element;      /* the first one at or behind `at` */
  gboolean new_line;  /* nothing of the line has come yet */
  gboolean quotation; /* the line begins with “>” */
} TrueconfSplitPosition;

gboolean trueconf_split_is_space (gunichar c);

/* Finds the end of a piece that begins at `from` and has at most `limit` visible characters. Fails if the first element alone
 * has more. */
gboolean trueconf_split_find_end (const TrueconfSplit *self,
                                  const TrueconfSplitPosition *from,
                                  gsize limit,
                                  TrueconfSplitPosition *end);

G_END_DECLS
