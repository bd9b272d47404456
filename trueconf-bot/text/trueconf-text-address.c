/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-text-address-private.h"

#define MENTION "trueconf:"

/* What ends the user id in an address that an application sends: “trueconf:nora@example.com&do=profile”. */
#define ID_END "\"'&/?"

/* The server refuses a whole message for one address with another scheme. */
static const char *const schemes[] = { "http://", "https://", "mailto:", MENTION };

/* What no address contains as it stands, and what would end it in markup. */
static gboolean
is_unsafe (gunichar c)
{
  if (c < 0x80)
    return c <= ' ' || c == 0x7f || strchr ("\"<>\\^`{|}", (int) c) != NULL;

  return g_unichar_isspace (c) || g_unichar_iscntrl (c);
}

/* Returns an address as a GRefString with a scheme in small letters and without white space, or NULL if the server does not
 * accept it. */
char *
trueconf_text_address_clean (const char *address)
{
  g_autoptr (GString) clean = NULL;
  g_autofree char *stripped = g_strstrip (g_strdup (address));
  const char *rest = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (schemes) && rest == NULL; i++)
    if (g_ascii_strncasecmp (stripped, schemes[i], strlen (schemes[i])) == 0)
      {
        clean = g_string_new (schemes[i]);
        rest = stripped + strlen (schemes[i]);
      }
  if (rest == NULL || *rest == '\0')
    return NULL;

  while (*rest != '\0')
    {
      const char *next = g_utf8_next_char (rest);

      if (is_unsafe (g_utf8_get_char (rest)))
        for (; rest < next; rest++)
          g_string_append_printf (clean, "%%%02X", (guchar) *rest);
      else
        g_string_append_len (clean, rest, next - rest);
      rest = next;
    }

  return g_ref_string_new_len (clean->str, (gssize) clean->len);
}

/* Returns NULL if no user can have this id. */
char *
trueconf_text_address_for_user (const char *user_id)
{
  g_autofree char *address = NULL;

  if (*user_id == '\0' || strpbrk (user_id, ID_END) != NULL)
    return NULL;

  for (const char *at = user_id; *at != '\0'; at = g_utf8_next_char (at))
    if (is_unsafe (g_utf8_get_char (at)))
      return NULL;

  address = g_strconcat (MENTION, user_id, NULL);

  return g_ref_string_new (address);
}

char *
trueconf_text_address_get_user_id (const char *address)
{
  gsize length;

  if (!g_str_has_prefix (address, MENTION))
    return NULL;

  address += strlen (MENTION);
  length = strcspn (address, ID_END);

  return length > 0 ? g_strndup (address, length) : NULL;
}

gboolean
trueconf_text_links_to_user (const char *text, const char *user_id)
{
  g_autofree char *own = g_utf8_casefold (user_id, -1);

  /* What was read as an id is not searched again, so that a text of nothing but beginnings takes linear time. */
  for (const char *at = strstr (text, MENTION); at != NULL; at = strstr (at, MENTION))
    {
      const char *id = at + strlen (MENTION);
      gsize length = strcspn (id, ID_END " \t\r\n<>()");
      g_autofree char *folded = g_utf8_casefold (id, (gssize) length);

      if (strcmp (folded, own) == 0)
        return TRUE;
      at = id + length;
    }

  return FALSE;
}
