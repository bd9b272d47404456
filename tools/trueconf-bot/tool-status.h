/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the tool exits with: the numbers of sysexits.h where they fit. Scripts rely on them. */
typedef enum
{
  TOOL_STATUS_OK = 0,
  TOOL_STATUS_FAILED = 1,
  TOOL_STATUS_USAGE = 64,
  TOOL_STATUS_DATA = 65,
  TOOL_STATUS_NO_INPUT = 66,
  TOOL_STATUS_NOT_FOUND = 67,
  TOOL_STATUS_UNAVAILABLE = 69,
  TOOL_STATUS_CANNOT_CREATE = 73,
  TOOL_STATUS_OUTPUT = 74,
  TOOL_STATUS_TRY_AGAIN = 75,
  TOOL_STATUS_UNKNOWN = 76,
  TOOL_STATUS_REFUSED = 77,
  TOOL_STATUS_CONFIG = 78,
  TOOL_STATUS_HUNG_UP = 129,
  TOOL_STATUS_INTERRUPTED = 130,
  TOOL_STATUS_TERMINATED = 143,
} ToolStatus;

typedef struct
{
  ToolStatus status;
  const char *meaning; /* N_() */
} ToolStatusMeaning;

/* Ends with a meaning that is NULL. */
extern const ToolStatusMeaning tool_status_meanings[];

ToolStatus tool_status_from_error (const GError *error);

/* The tool's own errors: the code is the status. */
#define TOOL_ERROR (tool_error_quark ())
GQuark tool_error_quark (void);

G_END_DECLS
