/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-button.h"

G_BEGIN_DECLS

struct _TrueconfButton
{
  GObject parent_instance;

  TrueconfButtonType button_type;
  char *text;
  char *command;
  char *url;
  char *message;
  char *data;
  char *button_id;
  char *custom_data;
  char *to;
  TrueconfButtonStyle style;
  gboolean draft;
  gboolean wait_reply;
  char *raw;         /* the JSON it was read from; NULL if it was changed */
  gboolean received; /* came with a message, and cannot be changed */
};

typedef enum
{
  TRUECONF_BUTTON_PROP_BUTTON_TYPE = 1,
  TRUECONF_BUTTON_PROP_TEXT,
  TRUECONF_BUTTON_PROP_COMMAND,
  TRUECONF_BUTTON_PROP_URL,
  TRUECONF_BUTTON_PROP_MESSAGE,
  TRUECONF_BUTTON_PROP_DATA,
  TRUECONF_BUTTON_PROP_BUTTON_ID,
  TRUECONF_BUTTON_PROP_CUSTOM_DATA,
  TRUECONF_BUTTON_PROP_TO,
  TRUECONF_BUTTON_PROP_STYLE,
  TRUECONF_BUTTON_PROP_DRAFT,
  TRUECONF_BUTTON_PROP_WAIT_REPLY,
} TrueconfButtonProperty;

TrueconfButton *trueconf_button_copy (TrueconfButton *self);
gboolean trueconf_button_check (TrueconfButton *self, GError **error);

G_END_DECLS
