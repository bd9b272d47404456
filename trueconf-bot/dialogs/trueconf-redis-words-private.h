/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "dialogs/trueconf-redis-address-private.h"

G_BEGIN_DECLS

/* What is the matter with a server of Redis, in words. */

typedef enum
{
  TRUECONF_REDIS_TROUBLE_COMMAND, /* of this command alone */
  TRUECONF_REDIS_TROUBLE_SCRIPT,  /* the server does not have the script yet */
  TRUECONF_REDIS_TROUBLE_PASSING, /* may be over in a moment */
  TRUECONF_REDIS_TROUBLE_MOVED,   /* of this command, and the next connection may lead to a better server */
  TRUECONF_REDIS_TROUBLE_REFUSED, /* a human has to act */
} TrueconfRedisTrouble;

TrueconfRedisTrouble trueconf_redis_words_classify (const char *reply);

GError *trueconf_redis_words_for_reply (TrueconfRedisAddress *address, const char *reply);
GError *trueconf_redis_words_for_failure (TrueconfRedisAddress *address, const GError *reason);
GError *trueconf_redis_words_for_certificate (TrueconfRedisAddress *address, GTlsCertificateFlags flags);
GError *trueconf_redis_words_for_nonsense (TrueconfRedisAddress *address);
GError *trueconf_redis_words_for_size (TrueconfRedisAddress *address);
GError *trueconf_redis_words_for_silence (TrueconfRedisAddress *address);
GError *trueconf_redis_words_for_crowd (TrueconfRedisAddress *address, guint n_commands);

G_END_DECLS
