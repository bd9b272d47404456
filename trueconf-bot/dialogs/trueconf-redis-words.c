/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dialogs/trueconf-redis-words-private.h"
#include "transport/trueconf-failure-private.h"
#include "trueconf-error.h"

static const struct
{
  const char *code;
  TrueconfRedisTrouble trouble;
  const char *words;
} troubles[] = {
  { "NOSCRIPT", TRUECONF_REDIS_TROUBLE_SCRIPT, NULL },
  { "LOADING", TRUECONF_REDIS_TROUBLE_PASSING, N_ ("it is still loading its data after a start") },
  { "BUSY", TRUECONF_REDIS_TROUBLE_PASSING, N_ ("it is busy with a script of somebody else") },
  { "MASTERDOWN", TRUECONF_REDIS_TROUBLE_PASSING, N_ ("it is a replica that has lost its master") },
  { "TRYAGAIN", TRUECONF_REDIS_TROUBLE_PASSING, NULL },
  { "ERR max number of clients", TRUECONF_REDIS_TROUBLE_PASSING,
    N_ ("it has as many clients as it allows; look at its “maxclients”") },
  { "READONLY", TRUECONF_REDIS_TROUBLE_MOVED,
    N_ ("it is a replica, which cannot be written to; name the address of the master") },
  { "NOAUTH", TRUECONF_REDIS_TROUBLE_REFUSED, N_ ("it wants a password; set “password”") },
  { "WRONGPASS", TRUECONF_REDIS_TROUBLE_REFUSED,
    N_ ("it does not know this user name and password, or the user is disabled; check “user-name” and "
        "“password”") },
  { "ERR invalid password", TRUECONF_REDIS_TROUBLE_REFUSED,
    N_ ("it does not know this password; check “password”") },
  { "ERR AUTH", TRUECONF_REDIS_TROUBLE_REFUSED,
    N_ ("it has no password, but one was given; do not set “password”, or set one in its configuration") },
  { "ERR Client sent AUTH", TRUECONF_REDIS_TROUBLE_REFUSED,
    N_ ("it has no password, but one was given; do not set “password”, or set one in its configuration") },
  { "DENIED", TRUECONF_REDIS_TROUBLE_REFUSED,
    N_ ("it is in protected mode, in which it serves its own machine alone; give it a password") },
  { "ERR DB index", TRUECONF_REDIS_TROUBLE_REFUSED,
    N_ ("it has no database of this number; look at its “databases”") },
  { "ERR invalid DB index", TRUECONF_REDIS_TROUBLE_REFUSED,
    N_ ("it has no database of this number; look at its “databases”") },
  { "OOM", TRUECONF_REDIS_TROUBLE_COMMAND, N_ ("its memory is full; look at its “maxmemory”") },
  { "MISCONF", TRUECONF_REDIS_TROUBLE_COMMAND,
    N_ ("it takes no changes, since it cannot write them to its disk; look at its log") },
  { "NOREPLICAS", TRUECONF_REDIS_TROUBLE_COMMAND,
    N_ ("it takes no changes, since it has too few replicas; look at its “min-replicas-to-write”") },
  { "NOPERM", TRUECONF_REDIS_TROUBLE_COMMAND,
    N_ ("its user may not do this; it needs the keys of “key-prefix” and the commands eval, evalsha, select, "
        "hmget, hset, hdel, del, pexpire, pexpireat, persist, zadd, zrem and zrangebyscore") },
  { "WRONGTYPE", TRUECONF_REDIS_TROUBLE_COMMAND,
    N_ ("something else is stored under a key of “key-prefix”; set another one") },
  { "MOVED", TRUECONF_REDIS_TROUBLE_COMMAND,
    N_ ("it is a part of a Redis Cluster, which is not supported; name a server of its own") },
  { "CROSSSLOT", TRUECONF_REDIS_TROUBLE_COMMAND,
    N_ ("it is a part of a Redis Cluster, which is not supported; name a server of its own") },
};

/* An old server puts the code into the words about its script: “ERR Error running script (…): @user_script:1: -OOM …”. */
static gboolean
has_code (const char *reply, const char *code)
{
  const char *place = g_str_has_prefix (reply, code) ? reply : NULL;

  if (place == NULL && g_str_has_prefix (reply, "ERR Error running script"))
    {
      const char *words = strstr (reply, ": -");

      place = words != NULL && g_str_has_prefix (words + 3, code) ? words + 3 : NULL;
    }

  return place != NULL && !g_ascii_isalpha (place[strlen (code)]);
}

static int
find_trouble (const char *reply)
{
  for (guint i = 0; i < G_N_ELEMENTS (troubles); i++)
    if (has_code (reply, troubles[i].code))
      return (int) i;

  return -1;
}

TrueconfRedisTrouble
trueconf_redis_words_classify (const char *reply)
{
  int i = find_trouble (reply);

  return i >= 0 ? troubles[i].trouble : TRUECONF_REDIS_TROUBLE_COMMAND;
}

static GError *
make (TrueconfRedisAddress *address, const char *words)
{
  return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED,
                      /* Translators: address, what is the matter */
                      _ ("The dialogs cannot be kept in Redis at %s: %s"), address->shown, words);
}

GError *
trueconf_redis_words_for_reply (TrueconfRedisAddress *address, const char *reply)
{
  const char *const secrets[] = { address->password };
  int i = find_trouble (reply);
  g_autofree char *quoted = NULL;
  g_autofree char *words = NULL;

  if (i >= 0 && troubles[i].words != NULL)
    return make (address, _ (troubles[i].words));

  quoted = trueconf_failure_quote (reply, secrets, address->password != NULL ? 1 : 0);
  /* Translators: what the server has said */
  words = g_strdup_printf (_ ("it says “%s”"), quoted);
  return make (address, words);
}

GError *
trueconf_redis_words_for_failure (TrueconfRedisAddress *address, const GError *reason)
{
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) || reason == NULL)
    return make (address, _ ("it has closed the connection"));
  if (reason->domain == G_TLS_ERROR)
    {
      g_autofree char *words =
          /* Translators: what is the matter */
          g_strdup_printf (_ ("there is no connection with TLS: %s. Is this its port for TLS?"),
                           reason->message);

      return make (address, words);
    }

  return make (address, reason->message);
}

GError *
trueconf_redis_words_for_certificate (TrueconfRedisAddress *address, GTlsCertificateFlags flags)
{
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return make (address, _ ("its certificate was not issued by an authority that this machine trusts; name "
                             "the file with the authority in “tls-ca-file”"));
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return make (address, _ ("its certificate was issued for another name; use the name that is in it"));
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return make (address, _ ("its certificate has expired; renew it, and look at this machine's clock"));
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return make (address, _ ("its certificate is not valid yet; look at this machine's clock"));

  return make (address, _ ("its certificate is not valid"));
}

GError *
trueconf_redis_words_for_nonsense (TrueconfRedisAddress *address)
{
  return make (address, _ ("what answers there is not Redis, or speaks another version of its protocol"));
}

GError *
trueconf_redis_words_for_size (TrueconfRedisAddress *address)
{
  return make (address, _ ("what it answers does not end"));
}

GError *
trueconf_redis_words_for_silence (TrueconfRedisAddress *address)
{
  return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_TIMED_OUT,
                      /* Translators: address, seconds */
                      _ ("Redis at %s has not answered for %d s. A change that was on its way may have been "
                         "made: load the dialog again to see it"),
                      address->shown, (int) (address->timeout / G_TIME_SPAN_SECOND));
}

GError *
trueconf_redis_words_for_crowd (TrueconfRedisAddress *address, guint n_commands)
{
  g_autofree char *words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u command waits for it already",
                                                         "%u commands wait for it already", n_commands),
                                            n_commands);

  return make (address, words);
}
