/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The server's limits for a button, as of TrueConf Server 5.5.6. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/trueconf-button-private.h"
#include "trueconf-error.h"

#define MAX_LABEL       32
#define MAX_COMMAND     255
#define MAX_CUSTOM_DATA 4096
#define MIN_URL         8
#define MAX_URL         8095
#define MAX_COPY        4095
#define NO_LIMIT        G_MAXLONG

static const char *const schemes[] = { "http", "https", "mailto", "trueconf", NULL };

/* The name of the button in an error message. */
static const char *
name (TrueconfButton *self)
{
  const char *names[] = { self->text, self->command, self->url };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i] != NULL && g_utf8_validate (names[i], -1, NULL))
      return names[i];

  return "?";
}

static gboolean
check_length (TrueconfButton *self,
              const char *what,
              const char *value,
              glong least,
              glong most,
              GError **error)
{
  glong length;

  if (!g_utf8_validate (value, -1, NULL))
    {
      g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                   /* Translators: button, the part of it */
                   _ ("Button “%s”: “%s” is not valid UTF-8. Convert it before it is sent"), name (self),
                   what);
      return FALSE;
    }

  length = g_utf8_strlen (value, -1);
  if (length >= least && length <= most)
    return TRUE;

  if (most == NO_LIMIT)
    g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                 /* Translators: button, the part of it, length, the least */
                 _ ("Button “%s”: “%s” has %ld characters, and it needs %ld at least"), name (self), what,
                 length, least);
  else
    g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                 /* Translators: button, the part of it, length, the least, the most */
                 _ ("Button “%s”: “%s” has %ld characters, and it can have %ld to %ld"), name (self), what,
                 length, least, most);
  return FALSE;
}

static gboolean
check_ascii (TrueconfButton *self,
             const char *what,
             const char *value,
             glong least,
             glong most,
             GError **error)
{
  if (!check_length (self, what, value, least, most, error))
    return FALSE;

  if (g_str_is_ascii (value))
    return TRUE;

  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
               /* Translators: button, the part of it */
               _ ("Button “%s”: “%s” has characters that are not ASCII, and the server takes only those"),
               name (self), what);
  return FALSE;
}

static gboolean
check_url (TrueconfButton *self, GError **error)
{
  g_autofree char *scheme = NULL;

  if (!check_ascii (self, "url", self->url, MIN_URL, MAX_URL, error))
    return FALSE;

  scheme = g_uri_parse_scheme (self->url);
  if (scheme != NULL)
    {
      g_autofree char *lower = g_ascii_strdown (scheme, -1);

      if (g_strv_contains (schemes, lower))
        return TRUE;
    }

  g_set_error (
      error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
      /* Translators: button, address */
      _ ("Button “%s”: the address “%s” has to begin with “http:”, “https:”, “mailto:” or “trueconf:”"),
      name (self), self->url);
  return FALSE;
}

/* Some properties are for one type of button only. */
static gboolean
check_extras (TrueconfButton *self, GError **error)
{
  gboolean commands = self->button_type == TRUECONF_BUTTON_TYPE_COMMAND;
  const char *extra = NULL;

  if (!commands && self->custom_data != NULL)
    extra = "custom-data";
  else if (!commands && self->to != NULL)
    extra = "to";
  else if (!commands && self->wait_reply)
    extra = "wait-reply";
  else if (self->draft && self->button_type != TRUECONF_BUTTON_TYPE_MESSAGE)
    extra = "draft";

  if (extra == NULL)
    return TRUE;

  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
               /* Translators: button, property */
               _ ("Button “%s”: “%s” means nothing for a button of this type. Leave it out"), name (self),
               extra);
  return FALSE;
}

static gboolean
check_command (TrueconfButton *self, GError **error)
{
  if (!check_ascii (self, "command", self->command, 1, MAX_COMMAND, error))
    return FALSE;

  if (self->custom_data != NULL &&
      !check_ascii (self, "custom-data", self->custom_data, 1, MAX_CUSTOM_DATA, error))
    return FALSE;

  if (self->to == NULL)
    return TRUE;

  if (self->to[0] != '\0' && strpbrk (self->to, " \t\r\n") == NULL && g_utf8_validate (self->to, -1, NULL))
    return TRUE;

  g_set_error (
      error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
      /* Translators: button */
      _ ("Button “%s”: the id of the bot that is told is empty or has white space in it. Give one like "
         "“helper@video.example.com”"),
      name (self));
  return FALSE;
}

static guint
count_actions (TrueconfButton *self)
{
  return (guint) ((self->command != NULL) + (self->url != NULL) + (self->message != NULL) +
                  (self->data != NULL));
}

static gboolean
check_action (TrueconfButton *self, GError **error)
{
  switch (self->button_type)
    {
    case TRUECONF_BUTTON_TYPE_COMMAND:
      return check_command (self, error);

    case TRUECONF_BUTTON_TYPE_URL:
      return check_url (self, error);

    case TRUECONF_BUTTON_TYPE_MESSAGE:
      return check_length (self, "message", self->message, 1, NO_LIMIT, error);

    case TRUECONF_BUTTON_TYPE_COPY:
      return check_length (self, "data", self->data, 1, MAX_COPY, error);

    case TRUECONF_BUTTON_TYPE_SHARE:
    case TRUECONF_BUTTON_TYPE_UNKNOWN:
    default:
      return TRUE;
    }
}

gboolean
trueconf_button_check (TrueconfButton *self, GError **error)
{
  /* A button that a server sent is sent back as it was. */
  if (self->raw != NULL)
    return TRUE;

  if (count_actions (self) != 1 && self->button_type != TRUECONF_BUTTON_TYPE_SHARE)
    {
      g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                   /* Translators: button */
                   _ ("Button “%s”: give exactly one of “command”, “url”, “message” and “data”"),
                   name (self));
      return FALSE;
    }

  if (self->text == NULL && self->button_type != TRUECONF_BUTTON_TYPE_URL)
    {
      g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                   /* Translators: button */
                   _ ("Button “%s”: it has no text. Give one of 1 to 32 characters"), name (self));
      return FALSE;
    }

  return (self->text == NULL || check_length (self, "text", self->text, 1, MAX_LABEL, error)) &&
         (self->button_id == NULL || check_length (self, "button-id", self->button_id, 1, NO_LIMIT, error)) &&
         check_extras (self, error) && check_action (self, error);
}
