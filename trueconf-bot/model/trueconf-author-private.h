/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-author.h"

G_BEGIN_DECLS

struct _TrueconfAuthor
{
  GObject parent_instance;

  char *id;
  TrueconfAuthorType author_type;
};

G_END_DECLS
