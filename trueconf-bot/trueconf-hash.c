/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who sends messages chooses ids, names and texts, and whoever knows how a table hashes them can choose thousands that
 * collide: each look-up then compares with all of them. g_str_hash () is known to all, so the tables whose keys come from
 * the network use SipHash-1-3 (Aumasson and Bernstein, 2012) with a key that only this process knows. */

#include "config.h"

#include "trueconf-hash-private.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#ifdef HAVE_GETRANDOM
#  include <sys/random.h>
#endif

#define MAX_TEXTS 8

typedef struct
{
  guint64 v0, v1, v2, v3;
} Sip;

static inline guint64
rotate (guint64 word, guint bits)
{
  return word << bits | word >> (64 - bits);
}

static inline void
sip_round (Sip *s)
{
  s->v0 += s->v1;
  s->v2 += s->v3;
  s->v1 = rotate (s->v1, 13) ^ s->v0;
  s->v3 = rotate (s->v3, 16) ^ s->v2;
  s->v0 = rotate (s->v0, 32);

  s->v2 += s->v1;
  s->v0 += s->v3;
  s->v1 = rotate (s->v1, 17) ^ s->v2;
  s->v3 = rotate (s->v3, 21) ^ s->v0;
  s->v2 = rotate (s->v2, 32);
}

static inline void
sip_word (Sip *s, guint64 word)
{
  s->v3 ^= word;
  sip_round (s);
  s->v0 ^= word;
}

static inline guint64
read_word (const guint8 *bytes)
{
  guint64 word;

  memcpy (&word, bytes, sizeof word);
  return GUINT64_FROM_LE (word);
}

guint64
trueconf_hash_bytes (const guint8 *key, gconstpointer data, gsize length)
{
  const guint8 *bytes = data;
  gsize rest = length % 8;
  const guint8 *end = bytes + (length - rest);
  guint64 k0 = read_word (key);
  guint64 k1 = read_word (key + 8);
  guint64 last = (guint64) length << 56;
  Sip s = {
    k0 ^ G_GUINT64_CONSTANT (0x736f6d6570736575),
    k1 ^ G_GUINT64_CONSTANT (0x646f72616e646f6d),
    k0 ^ G_GUINT64_CONSTANT (0x6c7967656e657261),
    k1 ^ G_GUINT64_CONSTANT (0x7465646279746573),
  };

  for (; bytes != end; bytes += 8)
    sip_word (&s, read_word (bytes));
  for (gsize i = 0; i < rest; i++)
    last |= (guint64) bytes[i] << (8 * i);
  sip_word (&s, last);

  s.v2 ^= 0xff;
  for (guint i = 0; i < 3; i++)
    sip_round (&s);

  return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

static gboolean
read_device (guint8 *key)
{
  int fd = open ("/dev/urandom", O_RDONLY | O_CLOEXEC);
  gssize n = fd >= 0 ? read (fd, key, TRUECONF_HASH_KEY_SIZE) : -1;

  if (fd >= 0)
    close (fd);

  return n == TRUECONF_HASH_KEY_SIZE;
}

/* g_random_int () would do for none of this: what it has given tells what it will give. */
static void
make_key (guint8 *key)
{
#ifdef HAVE_GETRANDOM
  /* so few bytes come at once or, early after the start of the machine, not at all */
  if (getrandom (key, TRUECONF_HASH_KEY_SIZE, GRND_NONBLOCK) == TRUECONF_HASH_KEY_SIZE)
    return;
#endif
  if (read_device (key))
    return;

  /* a sandbox without the device: better than a key that everybody knows */
  for (guint i = 0; i < TRUECONF_HASH_KEY_SIZE; i++)
    key[i] = (guint8) g_random_int ();
}

static const guint8 *
get_key (void)
{
  static guint8 key[TRUECONF_HASH_KEY_SIZE];
  static gsize made = 0;

  if (g_once_init_enter (&made))
    {
      make_key (key);
      g_once_init_leave (&made, 1);
    }

  return key;
}

guint
trueconf_hash_string (gconstpointer text)
{
  return (guint) trueconf_hash_bytes (get_key (), text, strlen (text));
}

/* Hashes the hashes, so that "a", "bc" and "ab", "c" differ. */
guint
trueconf_hash_strings (const char *const *texts, gsize n_texts)
{
  const guint8 *key = get_key ();
  guint64 hashes[MAX_TEXTS];

  g_assert (n_texts <= MAX_TEXTS);

  for (gsize i = 0; i < n_texts; i++)
    hashes[i] = trueconf_hash_bytes (key, texts[i], strlen (texts[i]));

  return (guint) trueconf_hash_bytes (key, hashes, n_texts * sizeof hashes[0]);
}
