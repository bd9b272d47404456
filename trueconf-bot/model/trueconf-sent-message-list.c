/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-list-private.h"
#include "model/trueconf-sent-message-list-private.h"
#include "model/trueconf-sent-message.h"

static GQuark
sent_quark (void)
{
  static GQuark quark = 0;

  if (G_UNLIKELY (quark == 0))
    quark = g_quark_from_static_string ("trueconf-sent-message-list");

  return quark;
}

void
trueconf_sent_message_list_keep (GTask *task, GListModel *sent)
{
  g_object_set_qdata_full (G_OBJECT (task), sent_quark (), g_object_ref (sent), g_object_unref);
}

void
trueconf_sent_message_list_hand_on (GAsyncResult *from, GTask *to)
{
  GListModel *sent = g_object_get_qdata (G_OBJECT (from), sent_quark ());

  if (sent != NULL)
    trueconf_sent_message_list_keep (to, sent);
}

/**
 * trueconf_sent_message_list_from_result:
 * @result: the result handed to the callback of a function that sends a long text
 *
 * Gets the messages that were sent, also if the operation has failed.
 *
 * A text that is too long for one message, see [method@Bot.send_long_message_async], is sent in several. If one of them
 * fails, those before it have been sent, and this tells which. The result of any other operation has none.
 *
 * In Python and JavaScript, the exception has them as `sent`.
 *
 * Returns: (transfer full): a list of [class@SentMessage], in the order they were sent in
 *
 * Since: 0.1
 */
GListModel *
trueconf_sent_message_list_from_result (GAsyncResult *result)
{
  GListModel *sent;

  g_return_val_if_fail (G_IS_TASK (result), NULL);

  sent = g_object_get_qdata (G_OBJECT (result), sent_quark ());

  return sent != NULL ? g_object_ref (sent) : trueconf_list_new_empty (TRUECONF_TYPE_SENT_MESSAGE);
}
