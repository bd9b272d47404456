/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <trueconf-bot.h>

G_BEGIN_DECLS

/*
 * Sending a draft to the chat of a transcript. An item of the transcript knows the text of a message, but neither its file nor
 * what it replies to. So the draft of a message that has failed is kept with its item.
 */

void console_send_async (TrueconfTranscript *transcript,
                         TrueconfDraft *draft,
                         GFileProgressCallback progress,
                         gpointer progress_data,
                         GDestroyNotify progress_destroy,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
/* `refused` is the text of a message that is not in the transcript, since it was refused before it was sent. */
gboolean console_send_finish (GAsyncResult *result, char **refused, GError **error);
gboolean console_can_send_again (TrueconfMessageItem *item);
/* Takes the item out of the transcript. Returns its draft. */
TrueconfDraft *console_take_draft (TrueconfTranscript *transcript, TrueconfMessageItem *item);

G_END_DECLS
