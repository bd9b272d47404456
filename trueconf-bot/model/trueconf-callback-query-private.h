/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-callback-query.h"
#include "model/trueconf-event-private.h"

G_BEGIN_DECLS

struct _TrueconfCallbackQuery
{
  TrueconfEvent parent_instance;

  char *command;
  char *custom_data;
  char *button_id;
  char *command_id;
  TrueconfMessage *message;
};

G_END_DECLS
