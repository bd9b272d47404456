/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-draft.h"
#include "model/trueconf-message-private.h"
#include "model/trueconf-messenger-private.h"

G_BEGIN_DECLS

void trueconf_message_send_draft (TrueconfMessage *self,
                                  TrueconfDraft *draft,
                                  GFileProgressCallback progress,
                                  gpointer progress_data,
                                  GDestroyNotify progress_destroy,
                                  gpointer source_tag,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

G_END_DECLS
