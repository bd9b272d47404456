/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-text-content-private.h"

/* If there is no markup, the text is not stored twice. */
const char *
trueconf_text_content_derive_plain_text (TrueconfTextContent *self)
{
  if (self->plain != NULL || self->text == NULL)
    return self->plain;

  return self->text + self->quote_length;
}
