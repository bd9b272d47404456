/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tc-bot.h"

G_BEGIN_DECLS

/* Makes a request and waits for its answer: `method` without `_async` and `_finish`, then the arguments before the
 * cancellable. */
#define TC_CALL(into, error, method, ...)                                                                    \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autoptr (GAsyncResult) tc_result = NULL;                                                               \
    g_autoptr (GObject) tc_source = NULL;                                                                    \
                                                                                                             \
    method##_async (__VA_ARGS__, NULL, tc_store_result, &tc_result);                                         \
    TC_WAIT (tc_result != NULL);                                                                             \
    tc_source = g_async_result_get_source_object (tc_result);                                                \
    into = method##_finish ((gpointer) tc_source, tc_result, error);                                         \
  }                                                                                                          \
  G_STMT_END

/* Requests as expressions: one that succeeds and returns an object or a string, one that succeeds and returns a
 * gboolean, and one that fails. */
#define TC_GET(method, ...)                                                                                  \
  (method##_async (__VA_ARGS__, NULL, tc_store_result, tc_call_begin ()),                                    \
   tc_call_got (G_STRLOC, method##_finish (tc_call_source (), tc_call_result (), tc_call_error ())))
#define TC_DO(method, ...)                                                                                   \
  (method##_async (__VA_ARGS__, NULL, tc_store_result, tc_call_begin ()),                                    \
   tc_call_done (G_STRLOC, method##_finish (tc_call_source (), tc_call_result (), tc_call_error ())))
#define TC_REFUSED(domain, code, method, ...)                                                                \
  (method##_async (__VA_ARGS__, NULL, tc_store_result, tc_call_begin ()),                                    \
   tc_call_refused (G_STRLOC, !method##_finish (tc_call_source (), tc_call_result (), tc_call_error ()),     \
                    domain, code))

GAsyncResult **tc_call_begin (void);
gpointer tc_call_source (void);
GAsyncResult *tc_call_result (void);
GError **tc_call_error (void);
gpointer tc_call_got (const char *place, gpointer value);
void tc_call_done (const char *place, gboolean done);
void tc_call_refused (const char *place, gboolean refused, GQuark domain, int code);

/* Creates a chat with all users, for example a group. */
char *tc_chat_new (TcSandbox *sandbox, const char *from, const char *type, const char *title);

/* Returns the chat from /sandbox/state, or NULL. */
JsonNode *tc_chat_find (TcSandbox *sandbox, const char *chat_id);
char *tc_chat_get_role (TcSandbox *sandbox, const char *chat_id, const char *login);

/* Returns a message of the chat, or NULL. An empty id is the last message. */
JsonNode *tc_chat_find_message (TcSandbox *sandbox, const char *chat_id, const char *message_id);
guint tc_chat_count_messages (TcSandbox *sandbox, const char *chat_id);

/* Returns the number of HTTP requests to this path. */
guint tc_chat_count_http (TcSandbox *sandbox, const char *path);

G_END_DECLS
