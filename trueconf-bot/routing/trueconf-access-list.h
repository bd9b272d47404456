/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include "routing/trueconf-middleware.h"
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_ACCESS_LIST (trueconf_access_list_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfAccessList, trueconf_access_list, TRUECONF, ACCESS_LIST, TrueconfMiddleware)

TRUECONF_AVAILABLE_IN_ALL
TrueconfAccessList *trueconf_access_list_new (void) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
const char *const *trueconf_access_list_get_allowed_users (TrueconfAccessList *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_access_list_set_allowed_users (TrueconfAccessList *self, const char *const *allowed_users);

TRUECONF_AVAILABLE_IN_ALL
const char *const *trueconf_access_list_get_denied_users (TrueconfAccessList *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_access_list_set_denied_users (TrueconfAccessList *self, const char *const *denied_users);

TRUECONF_AVAILABLE_IN_ALL
const char *const *trueconf_access_list_get_allowed_chats (TrueconfAccessList *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_access_list_set_allowed_chats (TrueconfAccessList *self, const char *const *allowed_chats);

TRUECONF_AVAILABLE_IN_ALL
const char *const *trueconf_access_list_get_denied_chats (TrueconfAccessList *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_access_list_set_denied_chats (TrueconfAccessList *self, const char *const *denied_chats);

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_access_list_get_notice (TrueconfAccessList *self);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_access_list_set_notice (TrueconfAccessList *self, const char *notice);

TRUECONF_AVAILABLE_IN_ALL
void trueconf_access_list_allow_role (TrueconfAccessList *self, TrueconfParticipantRole role);
TRUECONF_AVAILABLE_IN_ALL
void trueconf_access_list_deny_role (TrueconfAccessList *self, TrueconfParticipantRole role);

G_END_DECLS
