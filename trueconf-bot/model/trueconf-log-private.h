/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-event.h"

G_BEGIN_DECLS

/* What a line of the log is about. Each of it may be NULL; what is not set is that of the event. */
typedef struct
{
  TrueconfEvent *event;
  const char *method;
  const char *chat_id;
  const char *user_id; /* of the bot */
} TrueconfLogSubject;

/* Logs with fields by which a journal can be searched. */
void trueconf_log_about (GLogLevelFlags level,
                         const TrueconfLogSubject *subject,
                         const char *function,
                         const char *format,
                         ...) G_GNUC_PRINTF (4, 5);

#define trueconf_log_event(level, event, ...)                                                                \
  trueconf_log_about (level, &(TrueconfLogSubject){ event, NULL, NULL, NULL }, G_STRFUNC, __VA_ARGS__)

G_END_DECLS
