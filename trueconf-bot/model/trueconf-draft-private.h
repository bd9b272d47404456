/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-draft.h"

G_BEGIN_DECLS

TrueconfDraft *trueconf_draft_copy (TrueconfDraft *self);
TrueconfDraft *trueconf_draft_new_for_file (TrueconfDraftKind kind,
                                            TrueconfInputFile *file,
                                            const char *caption,
                                            TrueconfParseMode parse_mode);

G_END_DECLS
