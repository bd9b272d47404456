/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-text-content.h"

G_BEGIN_DECLS

struct _TrueconfTextContent
{
  TrueconfContent parent_instance;

  char *text;
  TrueconfParseMode parse_mode;
  TrueconfKeyboard *keyboard;
};

G_END_DECLS
