/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

/* gcc and clang say by different means which sanitizer they build with. */

#ifdef __has_feature
#  define TC_HAS_FEATURE(name) __has_feature (name)
#else
#  define TC_HAS_FEATURE(name) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || TC_HAS_FEATURE(address_sanitizer)
#  define TC_WITH_ADDRESS_SANITIZER 1
#else
#  define TC_WITH_ADDRESS_SANITIZER 0
#endif

#if TC_WITH_ADDRESS_SANITIZER || defined(__SANITIZE_THREAD__) || TC_HAS_FEATURE(thread_sanitizer)
#  define TC_WITH_SANITIZER 1
#else
#  define TC_WITH_SANITIZER 0
#endif
