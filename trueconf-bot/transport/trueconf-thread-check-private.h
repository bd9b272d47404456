/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Words for a function that runs in the wrong thread. */

char *trueconf_thread_describe (void);
char *trueconf_thread_describe_function (gpointer function);
void trueconf_thread_check_failed (const char *function, const char *place) G_GNUC_NORETURN;

/* What the library does to itself is a bug of it, and the end. */
#ifdef TRUECONF_THREAD_CHECKS
#  define TRUECONF_ASSERT_THREAD(condition, place)                                                           \
    G_STMT_START                                                                                             \
    {                                                                                                        \
      if (G_UNLIKELY (!(condition)))                                                                         \
        trueconf_thread_check_failed (G_STRFUNC, place);                                                     \
    }                                                                                                        \
    G_STMT_END
#else
#  define TRUECONF_ASSERT_THREAD(condition, place)                                                           \
    G_STMT_START                                                                                             \
    {                                                                                                        \
    }                                                                                                        \
    G_STMT_END
#endif

G_END_DECLS
