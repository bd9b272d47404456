/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-skip-self.h"
#include "routing/trueconf-recent-private.h"

/**
 * TrueconfSkipSelf:
 *
 * Blocks the messages of the bot's own account.
 *
 * A bot does this by itself unless [property@Bot:skip-self-messages] is `FALSE`, also if several bots share a dispatcher. This
 * middleware does it for a part of the routers: set the property to `FALSE`, and add this to the routers that are not to see the
 * bot's own messages, with [method@Router.add_outer_middleware]. Each event is compared with the bot that has received it.
 *
 * Since: 0.1
 */
struct _TrueconfSkipSelf
{
  TrueconfMiddleware parent_instance;
};

G_DEFINE_FINAL_TYPE (TrueconfSkipSelf, trueconf_skip_self, TRUECONF_TYPE_MIDDLEWARE)

static void
trueconf_skip_self_process (TrueconfMiddleware *middleware,
                            TrueconfEvent *event,
                            TrueconfContext *context,
                            TrueconfNext *next)
{
  if (!trueconf_recent_is_own (event))
    trueconf_next_run (next);
}

static void
trueconf_skip_self_class_init (TrueconfSkipSelfClass *klass)
{
  TRUECONF_MIDDLEWARE_CLASS (klass)->process = trueconf_skip_self_process;
}

static void
trueconf_skip_self_init (TrueconfSkipSelf *self)
{
}

/**
 * trueconf_skip_self_new:
 *
 * Creates a middleware that blocks own messages.
 *
 * Returns: (transfer full): a middleware
 *
 * Since: 0.1
 */
TrueconfSkipSelf *
trueconf_skip_self_new (void)
{
  return g_object_new (TRUECONF_TYPE_SKIP_SELF, NULL);
}
