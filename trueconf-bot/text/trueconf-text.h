/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "text/trueconf-text-style.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_TEXT (trueconf_text_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfText, trueconf_text, TRUECONF, TEXT, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_new (const char *text) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_new_bold (const char *text) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_new_italic (const char *text) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_new_underline (const char *text) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_new_strikethrough (const char *text) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_new_quote (const char *text) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_new_link (const char *text, const char *address) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_new_mention (const char *text, const char *user_id) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_new_mention_all (void) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_new_joined (TrueconfText **texts,
                                        gsize n_texts,
                                        TrueconfText *separator) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *
trueconf_text_new_list (TrueconfText **items, gsize n_items, gboolean ordered) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_new_from_html (const char *html) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_new_from_markdown (const char *markdown) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_format (const char *format, ...) G_GNUC_PRINTF (1, 2) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_with_style (TrueconfText *self,
                                        TrueconfTextStyle style) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_with_link (TrueconfText *self, const char *address) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_with_mention (TrueconfText *self, const char *user_id) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfText *trueconf_text_concat (TrueconfText *self, TrueconfText *other) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
char *trueconf_text_to_string (TrueconfText *self) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_text_to_html (TrueconfText *self) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_text_to_markdown (TrueconfText *self) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_text_get_spans (TrueconfText *self) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
char **trueconf_text_get_mentions (TrueconfText *self) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_text_is_empty (TrueconfText *self);
TRUECONF_AVAILABLE_IN_ALL
gboolean trueconf_text_equal (TrueconfText *self, TrueconfText *other);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_text_hash (TrueconfText *self);

G_END_DECLS
