/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The methods of the server that are known, made of the description of the protocol. */
typedef struct
{
  const char *name;
  const char *server; /* the oldest version that has it, or NULL: all have */
} ToolMethod;

/* Sorted by name; ends with a row without one. */
extern const ToolMethod tool_methods[];

G_END_DECLS
