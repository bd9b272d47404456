/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The one way that everything takes that is sent. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-bot-checks-private.h"
#include "bot/trueconf-bot-files-private.h"
#include "model/trueconf-keyboard-private.h"
#include "text/trueconf-quote-private.h"
#include "trueconf-error.h"

static GError *
refuse (const char *why)
{
  return g_error_new_literal (TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, why);
}

static GError *
check_quote (const TrueconfSending *self)
{
  g_autofree char *stripped = self->quote != NULL ? g_strstrip (g_strdup (self->quote)) : NULL;

  if (stripped == NULL)
    return NULL;

  if (stripped[0] == '\0')
    return refuse (_ ("The quotation is empty. Give the passage, or leave the quotation out"));

  if (!g_utf8_validate (stripped, -1, NULL))
    return refuse (_ ("The quotation is not valid UTF-8. Convert it before it is sent"));

  if (self->kind != TRUECONF_SENDING_MESSAGE)
    return refuse (_ ("Only a message of text can quote. Send the quotation as a message of its own"));

  if (self->reply_message_id == NULL)
    return refuse (_ ("A quotation is part of a reply. Say which message it replies to"));

  return NULL;
}

static GError *
check_edit (const TrueconfSending *self)
{
  if (self->kind != TRUECONF_SENDING_MESSAGE)
    return refuse (
        _ ("The server cannot put a file in the place of a message. Send it, and remove the message"));

  if (self->quote != NULL)
    return refuse (_ ("A message cannot be made a reply after it was sent. Leave the quotation out"));

  return NULL;
}

static GError *
check_message (const TrueconfSending *self)
{
  g_autofree char *quoted = NULL;
  TrueconfParseMode parse_mode = self->parse_mode;
  GError *error = NULL;

  error = trueconf_bot_check_text (self->text, parse_mode);
  if (error != NULL)
    return error;

  if (self->quote != NULL)
    {
      quoted = trueconf_text_quote (self->quote, self->text, &parse_mode);
      error = trueconf_bot_check_text (quoted, parse_mode);
      if (error != NULL)
        return error;
    }

  if (self->keyboard != NULL)
    trueconf_keyboard_check (self->keyboard, &error);

  return error;
}

static GError *
check_file (const TrueconfSending *self)
{
  if (self->file == NULL)
    return refuse (_ ("There is no file to send. Give the draft one"));

  if (self->keyboard != NULL && trueconf_keyboard_get_n_buttons (self->keyboard) > 0)
    return refuse (_ ("Only a message of text can have buttons. Send them in a message after the file"));

  if (self->kind == TRUECONF_SENDING_STICKER && self->text != NULL && self->text[0] != '\0')
    return refuse (_ ("A sticker has no caption. Send the text as a message"));

  return trueconf_bot_check_caption (self->text, self->parse_mode);
}

/* What is known to be wrong before anything is sent, and before a file is opened. NULL: nothing. */
GError *
trueconf_sending_check (const TrueconfSending *self)
{
  GError *error = self->message_id != NULL ? check_edit (self) : check_quote (self);

  if (error != NULL)
    return error;

  return self->kind == TRUECONF_SENDING_MESSAGE ? check_message (self) : check_file (self);
}

void
trueconf_bot_send (TrueconfBot *self,
                   const TrueconfSending *sending,
                   gpointer source_tag,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GError *error = trueconf_sending_check (sending);
  TrueconfParseMode parse_mode = sending->parse_mode;
  g_autofree char *quoted = NULL;

  if (error == NULL && sending->message_id != NULL)
    {
      trueconf_bot_edit (self, sending, source_tag, cancellable, callback, user_data);
      return;
    }

  if (error == NULL && sending->kind != TRUECONF_SENDING_MESSAGE)
    {
      trueconf_bot_send_file (self, sending, source_tag, cancellable, callback, user_data);
      return;
    }

  if (error != NULL)
    {
      trueconf_bot_fail (self, source_tag, cancellable, callback, user_data, error);
    }
  else
    {
      if (sending->quote != NULL)
        quoted = trueconf_text_quote (sending->quote, sending->text, &parse_mode);
      trueconf_bot_request (self, TRUECONF_METHOD_SEND_MESSAGE, source_tag, cancellable, callback, user_data,
                            sending->chat_id, sending->reply_message_id,
                            quoted != NULL ? quoted : sending->text, parse_mode, sending->keyboard);
    }

  /* there is nothing to tell of */
  if (sending->progress_destroy != NULL)
    sending->progress_destroy (sending->progress_data);
}
