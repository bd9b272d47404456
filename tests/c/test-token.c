/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is known of a token before it is sent anywhere. */

#include <string.h>

#include "tc-util.h"
#include "transport/trueconf-token-private.h"
#include "trueconf-error.h"

#define NOW G_GINT64_CONSTANT (1795000000)

static char *
make_token (const char *claims)
{
  g_autofree char *payload = g_base64_encode ((const guchar *) claims, strlen (claims));

  /* the alphabet of JWTs, without padding */
  g_strdelimit (payload, "+", '-');
  g_strdelimit (payload, "/", '_');
  g_strdelimit (payload, "=", '\0');

  return g_strdup_printf ("eyJhbGciOiJIUzI1NiJ9.%s.c2lnbmF0dXJl", payload);
}

static void
assert_check (const char *token, int code, const char *words)
{
  g_autoptr (GError) error = NULL;
  gboolean good = trueconf_token_check (token, &error);

  if (code < 0)
    {
      g_assert_no_error (error);
      g_assert_true (good);
      return;
    }

  g_assert_false (good);
  g_assert_error (error, TRUECONF_ERROR, code);
  tc_assert_contains (error->message, words);
  /* a token is a secret: the message must not repeat it */
  if (token != NULL && strlen (token) > 3)
    tc_assert_lacks (error->message, token);
}

static void
test_check (void)
{
  g_autofree char *good = make_token ("{\"exp\":1795000001}");
  g_autofree char *timeless = make_token ("{\"sub\":\"echo_bot\"}");
  g_autofree char *odd = make_token ("{\"exp\":\"1795000001\",\"x\":\"\xc3\xbf\xc3\xbe>>>???\"}");
  g_autofree char *late = make_token ("{\"exp\":1}");
  g_autofree char *line = g_strconcat (good, "\n", NULL);
  g_autofree char *space = g_strconcat (" ", good, NULL);
  g_autofree char *tab = g_strconcat (good, "\t", NULL);

  assert_check (good, -1, NULL);
  assert_check (timeless, -1, NULL);
  assert_check (odd, -1, NULL);
  assert_check ("not.a.jwt", -1, NULL);
  /* that is for the server to say */
  assert_check (late, -1, NULL);
  assert_check (NULL, TRUECONF_ERROR_INVALID_TOKEN, "empty");
  assert_check ("", TRUECONF_ERROR_INVALID_TOKEN, "empty");
  assert_check (line, TRUECONF_ERROR_INVALID_TOKEN, "white space");
  assert_check (space, TRUECONF_ERROR_INVALID_TOKEN, "white space");
  assert_check (tab, TRUECONF_ERROR_INVALID_TOKEN, "white space");
  assert_check ("opaque", TRUECONF_ERROR_INVALID_TOKEN, "three parts");
  assert_check ("two.parts", TRUECONF_ERROR_INVALID_TOKEN, "three parts");
  assert_check ("it.has.four.parts", TRUECONF_ERROR_INVALID_TOKEN, "three parts");
}

static void
test_check_expiry (void)
{
  static const struct
  {
    gint64 expires;
    gboolean expired;
  } rows[] = {
    { NOW + 1, FALSE }, { NOW, TRUE },         { NOW - 1, TRUE },    { 1, TRUE },
    { 0, FALSE },       { G_MAXINT64, FALSE }, { G_MININT64, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("row %u", i);
      g_assert_true (trueconf_token_check_expiry (rows[i].expires, NOW, &error) != rows[i].expired);
      if (rows[i].expired)
        g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_TOKEN_EXPIRED);
      else
        g_assert_no_error (error);
    }
}

/* A quarter of its life before the end, but at most an hour; never at once, however short the life is. */
static void
test_get_renewal (void)
{
  static const struct
  {
    gint64 expires;
    gint64 renewal;
  } rows[] = {
    { NOW + 30 * 86400, NOW + 30 * 86400 - 3600 },
    { NOW + 4 * 3600, NOW + 3 * 3600 },
    { NOW + 400, NOW + 300 },
    { NOW + 8, NOW + 6 },
    { NOW + 1, NOW + 5 },
    { NOW, 0 },
    { NOW - 365 * 86400, 0 },
    { 0, 0 },
    { G_GINT64_CONSTANT (99999999999), G_GINT64_CONSTANT (99999999999) - 3600 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("row %u", i);
      g_assert_cmpint (trueconf_token_get_renewal (rows[i].expires, NOW), ==, rows[i].renewal);
    }
}

static void
test_get_expiry (void)
{
  static const struct
  {
    const char *claims;
    gint64 expiry;
  } rows[] = {
    { "{\"exp\":1795348800}", 1795348800 },
    { "{\"sub\":\"a\",\"exp\":1795348800,\"iat\":1}", 1795348800 },
    { "{\"exp\":1795348800.75}", 1795348800 },
    { "{\"exp\":\"1795348800\"}", 1795348800 },
    { "{\"exp\":1795348800123}", 1795348800 },
    { "{\"exp\":-1}", 0 },
    { "{\"exp\":0}", 0 },
    { "{\"exp\":9223372036854775807}", 0 },
    { "{\"exp\":-9223372036854775808}", 0 },
    { "{\"exp\":1e400}", 0 },
    { "{\"exp\":-1e400}", 0 },
    { "{\"exp\":1e18}", 0 },
    { "{\"exp\":99999999999999999999999999}", 0 },
    { "{\"exp\":NaN}", 0 },
    { "{\"exp\":\"nan\"}", 0 },
    { "{\"exp\":\"inf\"}", 0 },
    { "{\"exp\":\"-inf\"}", 0 },
    { "{\"exp\":\"\"}", 0 },
    { "{\"exp\":\"next year\"}", 0 },
    { "{\"exp\":true}", 0 },
    { "{\"exp\":null}", 0 },
    { "{\"exp\":[]}", 0 },
    { "{}", 0 },
    { "[]", 0 },
    { "7", 0 },
    { "", 0 },
    { "{\"exp\":179534", 0 },
    { "\xff\xfe", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *token = make_token (rows[i].claims);

      g_test_message ("row %u", i);
      g_assert_cmpint (trueconf_token_get_expiry (token), ==, rows[i].expiry);
    }

  g_assert_cmpint (trueconf_token_get_expiry (""), ==, 0);
  g_assert_cmpint (trueconf_token_get_expiry ("."), ==, 0);
  g_assert_cmpint (trueconf_token_get_expiry (".."), ==, 0);
  g_assert_cmpint (trueconf_token_get_expiry ("a.%%%.b"), ==, 0);
}

/* Seconds or milliseconds, from now or since 1970, or nothing at all: then what the token itself says. */
static void
test_normalise (void)
{
  g_autofree char *token = make_token ("{\"exp\":1795777777}");
  static const struct
  {
    gboolean known;
    gint64 value;
    gint64 expiry;
  } rows[] = {
    { TRUE, 1795348800, 1795348800 },    /* since 1970 */
    { TRUE, 1795348800123, 1795348800 }, /* the same in milliseconds */
    { TRUE, 2592000, NOW + 2592000 },    /* a month from now */
    { TRUE, 31536000, NOW + 31536000 },  /* a year */
    { TRUE, 1, NOW + 1 },
    { TRUE, 1000000000, NOW + 1000000000 }, /* the border, from now */
    { FALSE, 0, 1795777777 },
    { FALSE, 1795348800, 1795777777 },
    { TRUE, 0, 1795777777 }, /* what makes no sense does not count */
    { TRUE, -1, 1795777777 },
    { TRUE, 1000000001, 1795777777 }, /* long ago */
    { TRUE, G_MAXINT64, 1795777777 },
    { TRUE, G_MININT64, 1795777777 },
    { TRUE, G_MININT64 + 1, 1795777777 },
    { TRUE, G_MAXINT64 / 1000, 1795777777 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("row %u", i);
      g_assert_cmpint (trueconf_token_normalise_expiry (rows[i].known, rows[i].value, token, NOW), ==,
                       rows[i].expiry);
    }

  g_assert_cmpint (trueconf_token_normalise_expiry (FALSE, 0, "opaque", NOW), ==, 0);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/token/check", test_check);
  g_test_add_func ("/token/check-expiry", test_check_expiry);
  g_test_add_func ("/token/get-expiry", test_get_expiry);
  g_test_add_func ("/token/get-renewal", test_get_renewal);
  g_test_add_func ("/token/normalise", test_normalise);

  return g_test_run ();
}
