/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-keyboard.h"

G_BEGIN_DECLS

struct _TrueconfKeyboard
{
  GObject parent_instance;

  /* each a GListModel of TrueconfButton; replaced, never changed, so that it can cross threads */
  GListModel *rows;
  gboolean received; /* with a message: it never changes */
};

/* Takes `rows`, which came with a message, and checks nothing. */
TrueconfKeyboard *trueconf_keyboard_new_received (GListModel *rows);

gboolean trueconf_keyboard_check (TrueconfKeyboard *self, GError **error);

G_END_DECLS
