/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-text-private.h"

static void
clear_run (gpointer data)
{
  TrueconfTextRun *run = data;

  g_clear_pointer (&run->address, g_ref_string_release);
}

void
trueconf_text_builder_init (TrueconfTextBuilder *self)
{
  self->text = g_string_new (NULL);
  self->runs = g_array_new (FALSE, FALSE, sizeof (TrueconfTextRun));
  g_array_set_clear_func (self->runs, clear_run);
}

static TrueconfTextRun *
last_run (TrueconfTextBuilder *self)
{
  return self->runs->len > 0 ? &g_array_index (self->runs, TrueconfTextRun, self->runs->len - 1) : NULL;
}

static void
append_lines (GString *out, const char *text, gsize length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *carriage = memchr (text, '\r', (gsize) (end - text));

      g_string_append_len (out, text, (carriage != NULL ? carriage : end) - text);
      if (carriage == NULL)
        break;
      if (carriage + 1 == end || carriage[1] != '\n')
        g_string_append_c (out, '\n');
      text = carriage + 1;
    }
}

/* Appends valid UTF-8. @address is a GRefString or NULL; a reference is taken. */
void
trueconf_text_builder_append (TrueconfTextBuilder *self,
                              const char *text,
                              gsize length,
                              TrueconfTextStyle style,
                              char *address)
{
  TrueconfTextRun *last = last_run (self);
  TrueconfTextRun run;

  /* Servers show a quotation only where a reply begins, and leave out the space that follows it. */
  if (last != NULL && (last->style & TRUECONF_TEXT_STYLE_QUOTE) == 0)
    style &= (TrueconfTextStyle) ~TRUECONF_TEXT_STYLE_QUOTE;
  else if (last != NULL && (style & TRUECONF_TEXT_STYLE_QUOTE) == 0)
    for (; length > 0 && g_ascii_isspace (*text); length--)
      text++;
  if (length == 0)
    return;

  append_lines (self->text, text, length);
  /* mostly it is one and the same, which need not be read */
  if (last != NULL && last->style == style &&
      (last->address == address || g_strcmp0 (last->address, address) == 0))
    {
      last->end = self->text->len;
      return;
    }

  run.end = self->text->len;
  run.style = style;
  run.address = address != NULL ? g_ref_string_acquire (address) : NULL;
  g_array_append_val (self->runs, run);
}

/* Forgets all that has been appended. */
void
trueconf_text_builder_reset (TrueconfTextBuilder *self)
{
  g_string_truncate (self->text, 0);
  g_array_set_size (self->runs, 0);
}

TrueconfText *
trueconf_text_builder_end (TrueconfTextBuilder *self)
{
  TrueconfText *text = g_object_new (TRUECONF_TYPE_TEXT, NULL);

  g_free (text->text);
  text->length = self->text->len;
  text->text = g_string_free (g_steal_pointer (&self->text), FALSE);
  text->n_runs = self->runs->len;
  text->runs = (TrueconfTextRun *) (gpointer) g_array_free (g_steal_pointer (&self->runs), FALSE);

  return text;
}
