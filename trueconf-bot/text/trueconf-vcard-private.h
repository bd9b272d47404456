/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *display_name;
  char *first_name;
  char *last_name;
  GPtrArray *phone_numbers; /* the preferred one first */
} TrueconfVcard;

/* Reads the first card of a file. Returns NULL if there is none. */
TrueconfVcard *trueconf_vcard_read (const char *data, gsize length);
void trueconf_vcard_free (TrueconfVcard *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfVcard, trueconf_vcard_free)

/* Whether a text is nothing but the link to a user. */
gboolean trueconf_text_read_profile_link (const char *html, char **user_id, char **name);

G_END_DECLS
