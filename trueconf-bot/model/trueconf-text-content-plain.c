/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "model/trueconf-text-content-private.h"
#include "model/trueconf-text-content-split-private.h"
#include "text/trueconf-plain-private.h"
#include "text/trueconf-quote-private.h"

/* The I/O thread does not do this for texts that nobody reads. Contents are shared between threads. */
static void
split (TrueconfTextContent *self)
{
  if (!g_once_init_enter (&self->split))
    return;

  if (self->text != NULL && self->parse_mode == TRUECONF_PARSE_MODE_HTML)
    {
      const char *text;

      self->quote = trueconf_text_split_quote (self->text, &self->quote_length);
      text = self->text + self->quote_length;
      if (strpbrk (text, "<&") != NULL)
        self->plain = trueconf_text_to_plain (text, strlen (text));
    }
  g_once_init_leave (&self->split, 1);
}

/* Returns the text without the quotation that it may begin with. */
const char *
trueconf_text_content_get_own_text (TrueconfTextContent *self)
{
  split (self);

  return self->text != NULL ? self->text + self->quote_length : NULL;
}

const char *
trueconf_text_content_derive_quote (TrueconfTextContent *self)
{
  split (self);

  return self->quote;
}

/* If there is no markup, the text is not stored twice. */
const char *
trueconf_text_content_derive_plain_text (TrueconfTextContent *self)
{
  const char *own = trueconf_text_content_get_own_text (self);

  return self->plain != NULL ? self->plain : own;
}
