/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-location-content.h"

G_BEGIN_DECLS

struct _TrueconfLocationContent
{
  TrueconfContent parent_instance;

  double latitude;
  double longitude;
  char *title;
};

G_END_DECLS
