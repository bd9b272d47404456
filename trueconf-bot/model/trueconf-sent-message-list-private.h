/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-sent-message-list.h"

G_BEGIN_DECLS

/* What was sent stays with the task, which may fail all the same. */
void trueconf_sent_message_list_keep (GTask *task, GListModel *sent);
void trueconf_sent_message_list_hand_on (GAsyncResult *from, GTask *to);

G_END_DECLS
