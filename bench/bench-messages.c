/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bench-messages.h"

#define TEXT                                                                                                 \
  "{\"text\":\"Good morning. The plan for <b>Monday</b> is in the annex, and the meeting is at ten as "      \
  "usual; please bring what you have written down.\",\"parseMode\":\"html\"}"
#define FILE_OF                                                                                              \
  "{\"name\":\"plan.pdf\",\"size\":48211,\"fileId\":\"f3a9c27e51d84b06b7e4c0a1d2938475610fbe2c\","           \
  "\"mimeType\":\"application/pdf\",\"readyState\":2}"
#define FORWARDED                                                                                            \
  "{\"type\":200,\"timestamp\":1795348600123,\"author\":{\"id\":\"omar@bench.local\",\"type\":1},"           \
  "\"content\":" TEXT "}"

/* Of ten messages one is a file, and one was forwarded. */
static void
append_message (GString *out, guint number)
{
  int type = number % 10 == 3 ? 202 : number % 10 == 7 ? 201 : 200;

  g_string_append_printf (
      out,
      "{\"messageId\":\"%08x-0b9d-4c55-8a6e-2f1d3c4b5a69\",\"chatId\":\"9d1c0b5e7f3a42886e01c4b7d2f95a3310ce8b64\","
      "\"timestamp\":%" G_GINT64_FORMAT ",\"isEdited\":false,\"replyMessageId\":null,"
      "\"author\":{\"id\":\"nora@bench.local\",\"type\":1},\"box\":{\"id\":%u,\"position\":\"0\"},\"type\":%d,"
      "\"content\":%s}",
      number, G_GINT64_CONSTANT (1795348700123) + number * 1000, number + 1, type,
      type == 202   ? FILE_OF
      : type == 201 ? FORWARDED
                    : TEXT);
}

char *
bench_make_history (guint count)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (
      out, "{\"chatId\":\"9d1c0b5e7f3a42886e01c4b7d2f95a3310ce8b64\",\"count\":%u,\"messages\":[", count);
  for (guint i = count; i > 0; i--)
    {
      append_message (out, i - 1);
      if (i > 1)
        g_string_append_c (out, ',');
    }
  g_string_append (out, "]}");

  return g_string_free (out, FALSE);
}
