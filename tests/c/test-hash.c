/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "tc-util.h"
#include "trueconf-hash-private.h"

/* SipHash-1-3 of the bytes 0, 1, 2 …, as many as the index says, with the key 0 … 15. The same values, for the key of its own,
 * are what CPython gives for bytes. */
static const guint64 vectors[] = {
  G_GUINT64_CONSTANT (0xabac0158050fc4dc), G_GUINT64_CONSTANT (0xc9f49bf37d57ca93),
  G_GUINT64_CONSTANT (0x82cb9b024dc7d44d), G_GUINT64_CONSTANT (0x8bf80ab8e7ddf7fb),
  G_GUINT64_CONSTANT (0xcf75576088d38328), G_GUINT64_CONSTANT (0xdef9d52f49533b67),
  G_GUINT64_CONSTANT (0xc50d2b50c59f22a7), G_GUINT64_CONSTANT (0xd3927d989bb11140),
  G_GUINT64_CONSTANT (0x369095118d299a8e), G_GUINT64_CONSTANT (0x25a48eb36c063de4),
  G_GUINT64_CONSTANT (0x79de85ee92ff097f), G_GUINT64_CONSTANT (0x70c118c1f94dc352),
  G_GUINT64_CONSTANT (0x78a384b157b4d9a2), G_GUINT64_CONSTANT (0x306f760c1229ffa7),
  G_GUINT64_CONSTANT (0x605aa111c0f95d34), G_GUINT64_CONSTANT (0xd320d86d2a519956),
  G_GUINT64_CONSTANT (0xcc4fdd1a7d908b66), G_GUINT64_CONSTANT (0x9cf2689063dbd80c),
  G_GUINT64_CONSTANT (0x8ffc389cb473e63e), G_GUINT64_CONSTANT (0xf21f9de58d297d1c),
  G_GUINT64_CONSTANT (0xc0dc2f46a6cce040), G_GUINT64_CONSTANT (0xb992abfe2b45f844),
  G_GUINT64_CONSTANT (0x7ffe7b9ba320872e), G_GUINT64_CONSTANT (0x525a0e7fdae6c123),
  G_GUINT64_CONSTANT (0xf464aeb267349c8c), G_GUINT64_CONSTANT (0x45cd5928705b0979),
  G_GUINT64_CONSTANT (0x3a3e35e3ca9913a5), G_GUINT64_CONSTANT (0xa91dc74e4ade3b35),
  G_GUINT64_CONSTANT (0xfb0bed02ef6cd00d), G_GUINT64_CONSTANT (0x88d93cb44ab1e1f4),
  G_GUINT64_CONSTANT (0x540f11d643c5e663), G_GUINT64_CONSTANT (0x2370dd1f8c21d1bc),
  G_GUINT64_CONSTANT (0x81157b6c16a7b60d), G_GUINT64_CONSTANT (0x4d54b9e57a8ff9bf),
  G_GUINT64_CONSTANT (0x759f12781f2a753e), G_GUINT64_CONSTANT (0xcea1a3bebf186b91),
  G_GUINT64_CONSTANT (0x2cf508d3ada26206), G_GUINT64_CONSTANT (0xb6101c2da3c33057),
  G_GUINT64_CONSTANT (0xb3f47496ae3a36a1), G_GUINT64_CONSTANT (0x626b57547b108392),
  G_GUINT64_CONSTANT (0xc1d2363299e41531), G_GUINT64_CONSTANT (0x667cc1923f1ad944),
  G_GUINT64_CONSTANT (0x65704ffec8138825), G_GUINT64_CONSTANT (0x24f280d1c28949a6),
  G_GUINT64_CONSTANT (0xc2ca1cedfaf8876b), G_GUINT64_CONSTANT (0xc2164bfc9f042196),
  G_GUINT64_CONSTANT (0xa16e9c9368b1d623), G_GUINT64_CONSTANT (0x49fb169c8b5114fd),
  G_GUINT64_CONSTANT (0x9f3143f8df074c46), G_GUINT64_CONSTANT (0xc6fdaf2412cc86b3),
  G_GUINT64_CONSTANT (0x7eaf49d10a52098f), G_GUINT64_CONSTANT (0x1cf313559d292f9a),
  G_GUINT64_CONSTANT (0xc44a30dda2f41f12), G_GUINT64_CONSTANT (0x36fae98943a71ed0),
  G_GUINT64_CONSTANT (0x318fb34c73f0bce6), G_GUINT64_CONSTANT (0xa27abf3670a7e980),
  G_GUINT64_CONSTANT (0xb4bcc0db243c6d75), G_GUINT64_CONSTANT (0x23f8d852fdb71513),
  G_GUINT64_CONSTANT (0x8f035f4da67d8a08), G_GUINT64_CONSTANT (0xd89cd0e5b7e8f148),
  G_GUINT64_CONSTANT (0xf6f4e6bcf7a644ee), G_GUINT64_CONSTANT (0xaec59ad80f1837f2),
  G_GUINT64_CONSTANT (0xc3b2f6154b6694e0), G_GUINT64_CONSTANT (0x9d199062b7bbb3a8),
};

static void
test_vectors (void)
{
  guint8 key[TRUECONF_HASH_KEY_SIZE];
  guint8 data[G_N_ELEMENTS (vectors) + 1];

  for (guint i = 0; i < sizeof key; i++)
    key[i] = (guint8) i;

  for (guint length = 0; length < G_N_ELEMENTS (vectors); length++)
    {
      /* at an even address and at an odd one */
      for (guint start = 0; start < 2; start++)
        {
          for (guint i = 0; i < length; i++)
            data[start + i] = (guint8) i;
          g_assert_cmphex (trueconf_hash_bytes (key, data + start, length), ==, vectors[length]);
        }
    }
}

static void
test_strings (void)
{
  const char *const apart[] = { "a", "bc" };
  const char *const otherwise[] = { "ab", "c" };
  const char *const swapped[] = { "bc", "a" };
  g_autofree char *copy = g_strdup ("ivan@video.example.com");

  g_assert_cmpuint (trueconf_hash_string (copy), ==, trueconf_hash_string ("ivan@video.example.com"));
  g_assert_cmpuint (trueconf_hash_strings (apart, 2), ==, trueconf_hash_strings (apart, 2));

  /* one of many millions fails here by chance: three in a row do not */
  for (guint i = 0;; i++)
    {
      g_autofree char *one = g_strdup_printf ("ab%u", i);
      g_autofree char *other = g_strdup_printf ("bA%u", i);

      g_assert_cmpuint (g_str_hash (one), ==, g_str_hash (other));
      if (trueconf_hash_string (one) != trueconf_hash_string (other) &&
          trueconf_hash_strings (apart, 2) != trueconf_hash_strings (otherwise, 2) &&
          trueconf_hash_strings (apart, 2) != trueconf_hash_strings (swapped, 2))
        break;
      g_assert_cmpuint (i, <, 3);
    }
}

#define PROCESSES 3
#define PRINT     "--print-hash"

static const char *program;

/* What one process has shown says nothing about another one. */
static void
test_key (void)
{
  char *seen[PROCESSES] = { NULL };
  gboolean differ = FALSE;

  for (guint i = 0; i < PROCESSES; i++)
    {
      const char *argv[] = { program, PRINT, NULL };
      g_autoptr (GError) error = NULL;
      int status;

      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &seen[i], NULL, &status, &error);
      g_assert_no_error (error);
      g_assert_cmpint (status, ==, 0);
      g_assert_cmpuint (strlen (seen[i]), ==, 8);
      differ = differ || g_strcmp0 (seen[0], seen[i]) != 0;
    }
  g_assert_true (differ);

  for (guint i = 0; i < PROCESSES; i++)
    g_free (seen[i]);
}

int
main (int argc, char **argv)
{
  if (argc == 2 && strcmp (argv[1], PRINT) == 0)
    {
      g_print ("%08x", trueconf_hash_string ("ivan@video.example.com"));
      return 0;
    }

  program = argv[0];
  tc_init (&argc, &argv);

  g_test_add_func ("/hash/vectors", test_vectors);
  g_test_add_func ("/hash/strings", test_strings);
  g_test_add_func ("/hash/key", test_key);

  return g_test_run ();
}
