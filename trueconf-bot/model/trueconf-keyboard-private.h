/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-keyboard.h"

G_BEGIN_DECLS

struct _TrueconfKeyboard
{
  GObject parent_instance;

  /* Each item is a GListModel of TrueconfButton. The list is replaced, never changed, so that it can cross threads. */
  GListModel *rows;
  gboolean received; /* came with a message, and cannot be changed */
};

/* Takes `rows`. Does not check the limits, since the rows came from a server. */
TrueconfKeyboard *trueconf_keyboard_new_received (GListModel *rows);

gboolean trueconf_keyboard_check (TrueconfKeyboard *self, GError **error);

G_END_DECLS
