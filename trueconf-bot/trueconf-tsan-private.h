/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

/* ThreadSanitizer does not see GLib's locks, which are made of futexes in a library that it has not instrumented: so it
 * is told what the lock of the call queue orders, through which all that goes from thread to thread passes. */

#ifdef __SANITIZE_THREAD__
#  define TRUECONF_TSAN
#elif defined(__has_feature)
#  if __has_feature(thread_sanitizer)
#    define TRUECONF_TSAN
#  endif
#endif

#ifdef TRUECONF_TSAN
void __tsan_acquire (void *address);
void __tsan_release (void *address);
#  define TRUECONF_TSAN_ACQUIRE(address) __tsan_acquire (address)
#  define TRUECONF_TSAN_RELEASE(address) __tsan_release (address)
#else
#  define TRUECONF_TSAN_ACQUIRE(address)                                                                     \
    G_STMT_START                                                                                             \
    {                                                                                                        \
    }                                                                                                        \
    G_STMT_END
#  define TRUECONF_TSAN_RELEASE(address)                                                                     \
    G_STMT_START                                                                                             \
    {                                                                                                        \
    }                                                                                                        \
    G_STMT_END
#endif
