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
  char *quote;
  char *plain;        /* without markup; NULL: there is none in the text */
  gsize quote_length; /* of the text, with what separates it from the rest */
};

G_END_DECLS
