/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Gives files to what the fuzzer would call, a case for each: inputs that have once found something, and the seeds. */

#include <gio/gio.h>

#include "fuzz-read.h"

static void
replay (gconstpointer data)
{
  g_autofree char *contents = NULL;
  g_autofree guint8 *exact = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (data, &contents, &length, &error);
  g_assert_no_error (error);
  /* of exactly this length, so that a sanitizer sees every byte read beyond it */
  exact = g_memdup2 (contents, length);
  LLVMFuzzerTestOneInput (exact, length);
}

static void
add_folder (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (name, 0, &error);
  const char *entry;

  g_assert_no_error (error);
  while ((entry = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/%s", entry);

      g_test_add_data_func_full (path, g_build_filename (name, entry, NULL), replay, g_free);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  LLVMFuzzerInitialize (&argc, &argv);
  for (int i = 1; i < argc; i++)
    add_folder (argv[i]);

  return g_test_run ();
}
