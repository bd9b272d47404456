/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The markup of a text that is to be split: all that is not cut, and what is closed at the end of a piece and opened again in
 * the next one. */

typedef enum
{
  TRUECONF_ELEMENT_OPEN,  /* a tag or a mark */
  TRUECONF_ELEMENT_CLOSE, /* the end of an earlier OPEN */
  TRUECONF_ELEMENT_TAG,   /* has no other end */
  TRUECONF_ELEMENT_BREAK, /* <br> */
  TRUECONF_ELEMENT_MARK,  /* has no other end, and may be meant to be read */
  TRUECONF_ELEMENT_LINK,
} TrueconfElementKind;

#define TRUECONF_ELEMENT_NONE G_MAXUINT

typedef struct
{
  gsize start; /* in bytes */
  gsize end;
  gsize length;  /* visible characters */
  guint partner; /* index of the other end of an OPEN or CLOSE */
  TrueconfElementKind kind;
} TrueconfElement;

/* Markdown's links are elements, and its marks have two ends, only if `markdown`. Elements of more than `limit` visible
 * characters are left out; `long_link` says whether there is a link among them. */
GArray *
trueconf_elements_new (const char *text, gsize length, gsize limit, gboolean markdown, gboolean *long_link);

/* Returns a text without links of more than `limit` visible characters. In their place there is what they show. */
char *trueconf_elements_replace_links (const char *text, gsize length, gsize limit, gboolean markdown);

G_END_DECLS
