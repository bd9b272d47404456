/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "model/trueconf-callback-query.h"
#include "model/trueconf-keyboard.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_KEYBOARD_PAGER (trueconf_keyboard_pager_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfKeyboardPager, trueconf_keyboard_pager, TRUECONF, KEYBOARD_PAGER, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfKeyboardPager *trueconf_keyboard_pager_new (const char *id,
                                                    GListModel *items) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
TrueconfKeyboardPager *
trueconf_keyboard_pager_new_from_strv (const char *id,
                                       const char *const *labels,
                                       const char *const *data) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_keyboard_pager_get_id (TrueconfKeyboardPager *self);
TRUECONF_AVAILABLE_IN_ALL
GListModel *trueconf_keyboard_pager_get_items (TrueconfKeyboardPager *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_keyboard_pager_set_items (TrueconfKeyboardPager *self, GListModel *items);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_keyboard_pager_get_label_property (TrueconfKeyboardPager *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_keyboard_pager_set_label_property (TrueconfKeyboardPager *self, const char *name);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_keyboard_pager_get_data_property (TrueconfKeyboardPager *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_keyboard_pager_set_data_property (TrueconfKeyboardPager *self, const char *name);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_keyboard_pager_get_columns (TrueconfKeyboardPager *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_keyboard_pager_set_columns (TrueconfKeyboardPager *self, guint columns);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_keyboard_pager_get_page_size (TrueconfKeyboardPager *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_keyboard_pager_set_page_size (TrueconfKeyboardPager *self, guint page_size);
TRUECONF_AVAILABLE_IN_ALL
guint trueconf_keyboard_pager_get_n_pages (TrueconfKeyboardPager *self);

TRUECONF_AVAILABLE_IN_ALL
TrueconfKeyboard *trueconf_keyboard_pager_make_keyboard (TrueconfKeyboardPager *self,
                                                         guint page,
                                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
TRUECONF_AVAILABLE_IN_ALL
int trueconf_keyboard_pager_get_pressed_page (TrueconfKeyboardPager *self, TrueconfCallbackQuery *query);
TRUECONF_AVAILABLE_IN_ALL
char *trueconf_keyboard_pager_get_pressed_data (TrueconfKeyboardPager *self,
                                                TrueconfCallbackQuery *query) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
