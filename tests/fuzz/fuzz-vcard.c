/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Any bytes, as the card of a contact that somebody sends, and as the link to a user. */

#include "fuzz-read.h"
#include "text/trueconf-vcard-private.h"
#include "trueconf-bot.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  fuzz_init ();
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfContact) contact = trueconf_contact_new_from_vcard (bytes, &error);
  g_autofree char *text = g_utf8_make_valid ((const char *) data, (gssize) size);
  g_autofree char *user_id = NULL;
  g_autofree char *name = NULL;

  if (contact != NULL)
    fuzz_read_object (G_OBJECT (contact));
  else
    fuzz_read_error (error);

  if (trueconf_text_read_profile_link (text, &user_id, &name))
    {
      fuzz_read_string (user_id);
      fuzz_read_string (name);
    }

  return 0;
}
