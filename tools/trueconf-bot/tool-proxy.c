/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "tool-proxy.h"

#define RESOLVER "GIO_USE_PROXY_RESOLVER"

static gboolean was_set;

static gboolean
is_set (const char *variable)
{
  const char *value = g_getenv (variable);

  return value != NULL && *value != '\0';
}

static gboolean
is_needed (void)
{
  static const char *const variables[] = {
    "http_proxy",
    "HTTP_PROXY",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "socks_proxy",
    "SOCKS_PROXY",
    /* a desktop has settings of its own */
    "XDG_CURRENT_DESKTOP",
    "DESKTOP_SESSION",
    "GNOME_DESKTOP_SESSION_ID",
    "KDE_FULL_SESSION",
    /* somebody knows better */
    RESOLVER,
  };

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    if (is_set (variables[i]))
      return TRUE;
  /* where SUSE's and Red Hat's tools put it */

  return g_file_test ("/etc/sysconfig/proxy", G_FILE_TEST_EXISTS);
}

void
tool_proxy_set_up (void)
{
  if (is_needed ())
    return;

  g_setenv (RESOLVER, "dummy", TRUE);
  was_set = TRUE;
}

void
tool_proxy_clean (GSubprocessLauncher *launcher)
{
  if (was_set)
    g_subprocess_launcher_unsetenv (launcher, RESOLVER);
}
