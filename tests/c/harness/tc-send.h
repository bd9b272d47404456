/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <trueconf-bot.h>

G_BEGIN_DECLS

/* Sends a file in one call, as the bindings do. */

static inline void
tc_send_file_async (TrueconfBot *bot,
                    const char *chat_id,
                    TrueconfDraft *draft,
                    TrueconfInputFile *preview,
                    const char *reply_message_id,
                    GFileProgressCallback progress,
                    gpointer progress_data,
                    GDestroyNotify progress_destroy,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  trueconf_draft_set_preview (draft, preview);
  trueconf_draft_set_reply_message_id (draft, reply_message_id);
  trueconf_bot_send_draft_async (bot, chat_id, draft, progress, progress_data, progress_destroy, cancellable,
                                 callback, user_data);
  g_object_unref (draft);
}

#define tc_send_document_async(bot, chat_id, file, caption, parse_mode, reply_message_id, ...)               \
  tc_send_file_async (bot, chat_id, trueconf_draft_new_document (file, caption, parse_mode), NULL,           \
                      reply_message_id, __VA_ARGS__)
#define tc_send_photo_async(bot, chat_id, file, preview, caption, parse_mode, reply_message_id, ...)         \
  tc_send_file_async (bot, chat_id, trueconf_draft_new_photo (file, caption, parse_mode), preview,           \
                      reply_message_id, __VA_ARGS__)
#define tc_send_sticker_async(bot, chat_id, file, reply_message_id, ...)                                     \
  tc_send_file_async (bot, chat_id, trueconf_draft_new_sticker (file), NULL, reply_message_id, __VA_ARGS__)
#define tc_send_document_finish trueconf_bot_send_draft_finish
#define tc_send_photo_finish    trueconf_bot_send_draft_finish
#define tc_send_sticker_finish  trueconf_bot_send_draft_finish

G_END_DECLS
