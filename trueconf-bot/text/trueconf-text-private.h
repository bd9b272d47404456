/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "text/trueconf-text.h"
#include "trueconf-enums.h"

G_BEGIN_DECLS

#define TRUECONF_TEXT_INLINE_STYLES                                                                          \
  (TRUECONF_TEXT_STYLE_BOLD | TRUECONF_TEXT_STYLE_ITALIC | TRUECONF_TEXT_STYLE_UNDERLINE |                   \
   TRUECONF_TEXT_STYLE_STRIKETHROUGH)
#define TRUECONF_TEXT_N_INLINE_STYLES 4

/* A part of the text that looks the same all over. */
typedef struct
{
  /* behind its last byte */
  gsize end;
  TrueconfTextStyle style;
  /* a GRefString, or NULL */
  char *address;
} TrueconfTextRun;

/* Neighbours differ, no run is empty, and the runs of the quotation come first. Thus whatever looks the same is the same. */
struct _TrueconfText
{
  GObject parent_instance;

  char *text;
  gsize length;
  TrueconfTextRun *runs;
  guint n_runs;
};

typedef struct
{
  GString *text;
  GArray *runs;
} TrueconfTextBuilder;

void trueconf_text_builder_init (TrueconfTextBuilder *self);
void trueconf_text_builder_append (TrueconfTextBuilder *self,
                                   const char *text,
                                   gsize length,
                                   TrueconfTextStyle style,
                                   char *address);
void trueconf_text_builder_reset (TrueconfTextBuilder *self);
TrueconfText *trueconf_text_builder_end (TrueconfTextBuilder *self);

TrueconfText *trueconf_text_new_from_markup (const char *text, TrueconfParseMode parse_mode);
gsize trueconf_text_run_start (TrueconfText *self, guint run);
guint trueconf_text_count_quoted (TrueconfText *self);

G_END_DECLS
