/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#ifdef HAVE_DLADDR
#  include <dlfcn.h>
#endif
#ifdef HAVE_PTHREAD_GETNAME_NP
#  include <pthread.h>
#endif

#include "transport/trueconf-thread-check-private.h"

/* The calling thread, by its name where the system knows one. */
char *
trueconf_thread_describe (void)
{
#ifdef HAVE_PTHREAD_GETNAME_NP
  char name[64];

  if (pthread_getname_np (pthread_self (), name, sizeof name) == 0 && name[0] != '\0')
    return g_strdup_printf ("“%s” (%p)", name, (gpointer) g_thread_self ());
#endif

  return g_strdup_printf ("%p", (gpointer) g_thread_self ());
}

/* The name of a function of the library, such as tasks have it as their source tag. */
char *
trueconf_thread_describe_function (gpointer function)
{
#ifdef HAVE_DLADDR
  Dl_info info = { 0 };

  if (dladdr (function, &info) != 0 && info.dli_sname != NULL && info.dli_saddr == function)
    return g_strdup_printf ("%s()", info.dli_sname);
#endif

  return g_strdup_printf ("the function at %p", function);
}

void
trueconf_thread_check_failed (const char *function, const char *place)
{
  g_autofree char *thread = trueconf_thread_describe ();

  g_error (
      "%s() runs in the thread %s instead of in %s. Either a bot is used from a thread that it does not belong "
      "to, see docs/threads.md, or this is a bug of the library: please report it",
      function, thread, place);
}
