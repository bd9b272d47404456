/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bot/trueconf-bot-properties.h"
#include "bot/trueconf-bot-checks-private.h"
#include "model/trueconf-user-id-private.h"
#include "text/trueconf-visible-length-private.h"
#include "trueconf-error.h"

/* in visible characters */
#define MAX_TEXT 4096

/* in characters */
#define MAX_TITLE 256

GError *
trueconf_bot_check_text (const char *text, TrueconfParseMode parse_mode)
{
  guint length;

  if (text == NULL || text[0] == '\0')
    return g_error_new_literal (
        TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
        _ ("There is no text to send; the message that it comes from may not be text"));

  if (!g_utf8_validate (text, -1, NULL))
    return g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                                _ ("The text is not valid UTF-8. Convert it before it is sent"));

  length = (guint) trueconf_text_measure (text, parse_mode);
  if (length > MAX_TEXT)
    return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_TEXT_TOO_LONG,
                        _ ("The text has %u characters, and a message can have %d. Send it in parts"), length,
                        MAX_TEXT);

  return NULL;
}

GError *
trueconf_bot_check_caption (const char *caption, TrueconfParseMode parse_mode)
{
  guint length;

  if (caption == NULL)
    return NULL;

  if (!g_utf8_validate (caption, -1, NULL))
    return g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                                _ ("The caption is not valid UTF-8. Convert it before it is sent"));

  length = (guint) trueconf_text_measure (caption, parse_mode);
  if (length > MAX_TEXT)
    return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_CAPTION_TOO_LONG,
                        _ ("The caption has %u characters, and it can have %d. Send the rest as a message"),
                        length, MAX_TEXT);

  return NULL;
}

GError *
trueconf_bot_check_title (const char *title)
{
  glong length;

  if (!g_utf8_validate (title, -1, NULL))
    return g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                                _ ("The title is not valid UTF-8. Convert it before it is sent"));

  length = g_utf8_strlen (title, -1);
  if (length == 0)
    return g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                                _ ("The title is empty. Give the chat a name"));

  if (length > MAX_TITLE)
    return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_TITLE_TOO_LONG,
                        _ ("The title has %ld characters, and a chat can have %d. Shorten it"), length,
                        MAX_TITLE);

  return NULL;
}

/* A server never answers a request for a chat of the bot with itself, so it is refused here. */
GError *
trueconf_bot_check_user (TrueconfBot *self, const char *user_id, gboolean other)
{
  const char *own = trueconf_bot_get_user_id (self);

  if (strcspn (user_id, "/") == 0 || strpbrk (user_id, " \t\r\n") != NULL ||
      !g_utf8_validate (user_id, -1, NULL))
    return g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                                _ ("The id of the user is empty or has white space in it. Give one like "
                                   "“nora@video.example.com”"));

  if (other && own != NULL && trueconf_user_id_matches (own, user_id, own))
    return g_error_new_literal (
        TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
        _ ("A bot cannot have a personal chat with itself. Use the chat of its favorites"));

  return NULL;
}

/* UNKNOWN stands for what a server has sent, and cannot be sent back. */
GError *
trueconf_bot_check_known (const char *name, int value)
{
  if (value > 0)
    return NULL;

  return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                      /* Translators: name of an argument */
                      _ ("“%s” is unknown. Give one of the other values of the enumeration"), name);
}

GError *
trueconf_bot_check_positive (const char *name, guint value)
{
  if (value > 0)
    return NULL;

  return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                      _ ("“%s” is 0. It is counted from 1 on"), name);
}
