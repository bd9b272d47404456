/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* For LD_PRELOAD: a program finds the catalogues of the build, though it looks where they will be installed. */

#include <dlfcn.h>
#include <stdlib.h>

__attribute__ ((visibility ("default"))) char *bindtextdomain (const char *domain, const char *folder);

char *
bindtextdomain (const char *domain, const char *folder)
{
  char *(*real) (const char *, const char *) = NULL;
  const char *built = getenv ("BUILT_CATALOGUES");

  *(void **) &real = dlsym (RTLD_NEXT, "bindtextdomain");

  return real (domain, built != NULL && folder != NULL ? built : folder);
}
