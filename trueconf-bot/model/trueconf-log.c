/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-event-private.h"
#include "model/trueconf-log-private.h"
#include "text/trueconf-log-line-private.h"
#include "text/trueconf-shown-private.h"

#define MAX_FIELDS 8

typedef struct
{
  GLogField fields[MAX_FIELDS];
  gsize n_fields;
} TrueconfLogFields;

static void
add (TrueconfLogFields *self, const char *key, const char *value)
{
  g_assert (self->n_fields < MAX_FIELDS);

  if (value == NULL || value[0] == '\0')
    return;

  self->fields[self->n_fields].key = key;
  self->fields[self->n_fields].value = value;
  self->fields[self->n_fields].length = -1;
  self->n_fields++;
}

static const char *
get_user_id (TrueconfEvent *event)
{
  TrueconfBotHandle *handle = trueconf_event_get_handle (event);
  TrueconfBot *bot = handle != NULL ? trueconf_bot_handle_get_bot (handle) : NULL;

  return bot != NULL ? trueconf_bot_handle_get_table (handle)->get_user_id (bot) : NULL;
}

/* A program that writes the fields of a log into lines writes one line, too. */
static char *
show (const char *one, const char *other)
{
  const char *text = one != NULL ? one : other;

  return text != NULL ? trueconf_text_show (text) : NULL;
}

void
trueconf_log_about (GLogLevelFlags level,
                    const TrueconfLogSubject *subject,
                    const char *function,
                    const char *format,
                    ...)
{
  TrueconfEvent *event = subject->event;
  TrueconfLogFields fields = { 0 };
  g_autofree char *message = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *method = NULL;
  g_autofree char *chat = NULL;
  g_autofree char *user = NULL;
  char serial[12] = "";
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  shown = trueconf_text_show_line (message);
  method = show (subject->method, event != NULL ? trueconf_event_get_method (event) : NULL);
  chat = show (subject->chat_id, event != NULL ? trueconf_event_get_chat_key (event) : NULL);
  user = show (subject->user_id, event != NULL ? get_user_id (event) : NULL);

  if (event != NULL)
    g_snprintf (serial, sizeof serial, "%u", trueconf_event_get_serial (event));

  add (&fields, "GLIB_DOMAIN", G_LOG_DOMAIN);
  add (&fields, "PRIORITY", trueconf_log_get_priority (level));
  add (&fields, "CODE_FUNC", function);
  add (&fields, "MESSAGE", shown);
  add (&fields, "TRUECONF_EVENT", serial);
  add (&fields, "TRUECONF_METHOD", method);
  add (&fields, "TRUECONF_CHAT", chat);
  add (&fields, "TRUECONF_BOT", user);

  g_log_structured_array (level, fields.fields, fields.n_fields);
}
