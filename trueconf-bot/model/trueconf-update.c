/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-update-private.h"

/**
 * TrueconfUpdate:
 *
 * An event that the library has no class for: [property@Event:method] says what it is,
 * [property@Event:raw] holds all that the server has sent.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfUpdate, trueconf_update, TRUECONF_TYPE_EVENT)

static void
trueconf_update_class_init (TrueconfUpdateClass *klass)
{
}

static void
trueconf_update_init (TrueconfUpdate *self)
{
}
