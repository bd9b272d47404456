/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An operator's console: the chats of bots, and writing in their names. */

#include <glib/gi18n.h>
#include <locale.h>

#include "console-application.h"

int
main (int argc, char *argv[])
{
  g_autoptr (ConsoleApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = console_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
