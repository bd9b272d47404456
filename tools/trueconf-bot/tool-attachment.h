/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tool-run.h"

G_BEGIN_DECLS

/* A file to send: it has to exist and to be one. “-” is standard input, which goes to a temporary file called `name`, since
 * neither its size nor whether it fits into memory is known. The temporary file is gone with the object. `option` is what it was
 * given with. */
TrueconfInputFile *tool_attachment_open (ToolRun *run,
                                         const char *path,
                                         const char *name,
                                         const char *option,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
