/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a message needs of its bot. */

#include "config.h"

#include "bot/trueconf-bot-activity.h"
#include "bot/trueconf-bot-chats.h"
#include "bot/trueconf-bot-drafts.h"
#include "bot/trueconf-bot-history.h"
#include "bot/trueconf-bot-messages.h"
#include "bot/trueconf-bot-private.h"
#include "model/trueconf-messenger-private.h"

static void
trueconf_bot_messenger_send_message_async (TrueconfMessenger *messenger,
                                           const char *chat_id,
                                           const char *text,
                                           TrueconfParseMode parse_mode,
                                           const char *reply_message_id,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data)
{
  trueconf_bot_send_message_async (TRUECONF_BOT (messenger), chat_id, text, parse_mode, reply_message_id,
                                   cancellable, callback, user_data);
}

static TrueconfSentMessage *
trueconf_bot_messenger_send_message_finish (TrueconfMessenger *messenger,
                                            GAsyncResult *result,
                                            GError **error)
{
  return trueconf_bot_send_message_finish (TRUECONF_BOT (messenger), result, error);
}

static const char *
trueconf_bot_messenger_get_user_id (TrueconfMessenger *messenger)
{
  return trueconf_bot_get_user_id (TRUECONF_BOT (messenger));
}

static void
trueconf_bot_messenger_forward_message_async (TrueconfMessenger *messenger,
                                              const char *chat_id,
                                              const char *message_id,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data)
{
  trueconf_bot_forward_message_async (TRUECONF_BOT (messenger), chat_id, message_id, cancellable, callback,
                                      user_data);
}

static TrueconfSentMessage *
trueconf_bot_messenger_forward_message_finish (TrueconfMessenger *messenger,
                                               GAsyncResult *result,
                                               GError **error)
{
  return trueconf_bot_forward_message_finish (TRUECONF_BOT (messenger), result, error);
}

static void
trueconf_bot_messenger_remove_message_async (TrueconfMessenger *messenger,
                                             const char *message_id,
                                             gboolean for_all,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data)
{
  trueconf_bot_remove_message_async (TRUECONF_BOT (messenger), message_id, for_all, cancellable, callback,
                                     user_data);
}

static gboolean
trueconf_bot_messenger_remove_message_finish (TrueconfMessenger *messenger,
                                              GAsyncResult *result,
                                              GError **error)
{
  return trueconf_bot_remove_message_finish (TRUECONF_BOT (messenger), result, error);
}

static void
trueconf_bot_messenger_create_favorites_chat_async (TrueconfMessenger *messenger,
                                                    GCancellable *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer user_data)
{
  trueconf_bot_create_favorites_chat_async (TRUECONF_BOT (messenger), cancellable, callback, user_data);
}

static char *
trueconf_bot_messenger_create_favorites_chat_finish (TrueconfMessenger *messenger,
                                                     GAsyncResult *result,
                                                     GError **error)
{
  return trueconf_bot_create_favorites_chat_finish (TRUECONF_BOT (messenger), result, error);
}

static void
trueconf_bot_messenger_report_error (TrueconfMessenger *messenger, const GError *error)
{
  trueconf_bot_report_error (TRUECONF_BOT (messenger), error);
}

static void
trueconf_bot_messenger_send_draft_async (TrueconfMessenger *messenger,
                                         const char *chat_id,
                                         TrueconfDraft *draft,
                                         GFileProgressCallback progress,
                                         gpointer progress_data,
                                         GDestroyNotify progress_destroy,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  trueconf_bot_send_draft_async (TRUECONF_BOT (messenger), chat_id, draft, progress, progress_data,
                                 progress_destroy, cancellable, callback, user_data);
}

static TrueconfSentMessage *
trueconf_bot_messenger_send_draft_finish (TrueconfMessenger *messenger, GAsyncResult *result, GError **error)
{
  return trueconf_bot_send_draft_finish (TRUECONF_BOT (messenger), result, error);
}

static void
trueconf_bot_messenger_edit_message_async (TrueconfMessenger *messenger,
                                           const char *message_id,
                                           const char *text,
                                           TrueconfParseMode parse_mode,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data)
{
  trueconf_bot_edit_message_async (TRUECONF_BOT (messenger), message_id, text, parse_mode, cancellable,
                                   callback, user_data);
}

static TrueconfSentMessage *
trueconf_bot_messenger_edit_message_finish (TrueconfMessenger *messenger,
                                            GAsyncResult *result,
                                            GError **error)
{
  return trueconf_bot_edit_message_finish (TRUECONF_BOT (messenger), result, error);
}

static void
trueconf_bot_messenger_edit_draft_async (TrueconfMessenger *messenger,
                                         const char *message_id,
                                         TrueconfDraft *draft,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  trueconf_bot_edit_draft_async (TRUECONF_BOT (messenger), message_id, draft, cancellable, callback,
                                 user_data);
}

static TrueconfSentMessage *
trueconf_bot_messenger_edit_draft_finish (TrueconfMessenger *messenger, GAsyncResult *result, GError **error)
{
  return trueconf_bot_edit_draft_finish (TRUECONF_BOT (messenger), result, error);
}

static void
trueconf_bot_messenger_answer_command_async (TrueconfMessenger *messenger,
                                             const char *command_id,
                                             const char *text,
                                             TrueconfCommandAnswer answer,
                                             TrueconfCommandStatus status,
                                             TrueconfCommandVisibility visibility,
                                             TrueconfCommandLevel level,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data)
{
  trueconf_bot_answer_command_async (TRUECONF_BOT (messenger), command_id, text, answer, status, visibility,
                                     level, cancellable, callback, user_data);
}

static gboolean
trueconf_bot_messenger_answer_command_finish (TrueconfMessenger *messenger,
                                              GAsyncResult *result,
                                              GError **error)
{
  return trueconf_bot_answer_command_finish (TRUECONF_BOT (messenger), result, error);
}

void
trueconf_bot_messenger_init (TrueconfMessengerInterface *iface)
{
  iface->report_error = trueconf_bot_messenger_report_error;
  iface->get_user_id = trueconf_bot_messenger_get_user_id;
  iface->send_message_async = trueconf_bot_messenger_send_message_async;
  iface->send_message_finish = trueconf_bot_messenger_send_message_finish;
  iface->forward_message_async = trueconf_bot_messenger_forward_message_async;
  iface->forward_message_finish = trueconf_bot_messenger_forward_message_finish;
  iface->remove_message_async = trueconf_bot_messenger_remove_message_async;
  iface->remove_message_finish = trueconf_bot_messenger_remove_message_finish;
  iface->create_favorites_chat_async = trueconf_bot_messenger_create_favorites_chat_async;
  iface->create_favorites_chat_finish = trueconf_bot_messenger_create_favorites_chat_finish;
  iface->send_draft_async = trueconf_bot_messenger_send_draft_async;
  iface->send_draft_finish = trueconf_bot_messenger_send_draft_finish;
  iface->edit_message_async = trueconf_bot_messenger_edit_message_async;
  iface->edit_message_finish = trueconf_bot_messenger_edit_message_finish;
  iface->edit_draft_async = trueconf_bot_messenger_edit_draft_async;
  iface->edit_draft_finish = trueconf_bot_messenger_edit_draft_finish;
  iface->answer_command_async = trueconf_bot_messenger_answer_command_async;
  iface->answer_command_finish = trueconf_bot_messenger_answer_command_finish;
}
