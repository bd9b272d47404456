/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Goes through a text in HTML or Markdown, in the steps in which its visible length is counted. The text has to be valid
 * UTF-8 and to end with a NUL. All steps together take linear time.
 *
 * Marks of Markdown are reported in both. Its links are not in HTML, where they are text that may have tags anywhere. */

typedef enum
{
  TRUECONF_MARKUP_TEXT,
  TRUECONF_MARKUP_TAG,
  TRUECONF_MARKUP_BREAK, /* <br> */
  TRUECONF_MARKUP_MARK,  /* of Markdown; in a word it is visible */
  TRUECONF_MARKUP_LINK,
} TrueconfMarkupKind;

typedef struct
{
  TrueconfMarkupKind kind;
  const char *start;
  const char *end;
  gsize length; /* visible characters; of a link, see trueconf_markup_token_measure_link () */

  /* of a link */
  const char *inner;
  const char *inner_end;
  const char *address;
  gsize address_bytes;
} TrueconfMarkupToken;

typedef struct
{
  const char *text;
  const char *at;
  const char *end;
  gboolean markdown;
  /* The next position of each at or behind `at`, or NULL. It is remembered, so that a text full of opening
   * characters without closing ones is not searched to its end for each of them. */
  const char *greater;
  const char *anchor_end;
  const char *bracket;
  const char *parenthesis;
} TrueconfMarkupScan;

void trueconf_markup_scan_init (TrueconfMarkupScan *self, const char *text, gsize length, gboolean markdown);
gboolean trueconf_markup_scan_next (TrueconfMarkupScan *self, TrueconfMarkupToken *token);
/* Returns the end of a <br>, or NULL if there is none. */
const char *trueconf_markup_skip_line_break (const char *at);

char *trueconf_markup_token_show_link (const TrueconfMarkupToken *self);
gsize trueconf_markup_token_measure_link (const TrueconfMarkupToken *self);

G_END_DECLS
