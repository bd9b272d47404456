/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How a failed connection is explained: what can be done comes behind the words of others, and is not cut off. */

#include <string.h>

#include "tc-util.h"
#include "transport/trueconf-failure-private.h"

static TrueconfSettings *
make_settings (void)
{
  TrueconfSettings *settings = trueconf_settings_new ();

  settings->server = g_strdup ("video.example.com");
  settings->https = TRUE;
  return settings;
}

static void
test_all_faults_of_a_certificate (void)
{
  g_autoptr (TrueconfSettings) settings = make_settings ();
  g_auto (TrueconfFailure) failure =
      trueconf_failure_from_certificate (NULL, G_TLS_CERTIFICATE_VALIDATE_ALL, NULL, settings);

  tc_assert_contains (failure.error->message, "it has expired");
  g_assert_true (g_str_has_suffix (failure.error->message,
                                   "it uses an insecure algorithm. Ask the server's administrator"));
}

static void
test_long_words (void)
{
  g_autofree char *many = g_strnfill (20000, 'x');
  g_autoptr (GError) error = g_error_new (G_TLS_ERROR, G_TLS_ERROR_MISC, "\033[31m%s", many);
  g_autoptr (TrueconfSettings) settings = make_settings ();
  g_auto (TrueconfFailure) failure = trueconf_failure_from_error (error, NULL, NULL, settings);

  tc_assert_contains (failure.error->message, "\\u001b[31mxxx");
  g_assert_cmpuint (strlen (failure.error->message), <, 1000);
  g_assert_true (g_str_has_suffix (failure.error->message, "set “https” to FALSE"));
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/failure/all-faults-of-a-certificate", test_all_faults_of_a_certificate);
  g_test_add_func ("/failure/long-words", test_long_words);

  return g_test_run ();
}
