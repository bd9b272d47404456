/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "model/trueconf-box-private.h"
#include "model/trueconf-message-order-private.h"
#include "model/trueconf-message-private.h"

/* All positions that were observed are numbers, which can be of any length. */
static int
compare_positions (const char *one, const char *other)
{
  gsize length = one != NULL ? strlen (one) : 0;
  gsize other_length = other != NULL ? strlen (other) : 0;

  if (length != other_length)
    return length < other_length ? -1 : 1;

  return length > 0 ? strcmp (one, other) : 0;
}

int
trueconf_message_compare_boxes (TrueconfMessage *one, TrueconfMessage *other)
{
  if (one->box->id != other->box->id)
    return one->box->id < other->box->id ? -1 : 1;

  return compare_positions (one->box->position, other->box->position);
}

int
trueconf_message_compare_times (TrueconfMessage *one, TrueconfMessage *other)
{
  if (one->timestamp == other->timestamp)
    return 0;

  return one->timestamp < other->timestamp ? -1 : 1;
}

int
trueconf_message_compare (TrueconfMessage *one, TrueconfMessage *other)
{
  if (one->box != NULL && other->box != NULL)
    return trueconf_message_compare_boxes (one, other);

  return trueconf_message_compare_times (one, other);
}
