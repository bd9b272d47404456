/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "dialogs/trueconf-fsm-storage.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_MEMORY_STORAGE (trueconf_memory_storage_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfMemoryStorage, trueconf_memory_storage, TRUECONF, MEMORY_STORAGE, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfMemoryStorage *trueconf_memory_storage_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
