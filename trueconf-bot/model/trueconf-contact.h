/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <gio/gio.h>
#include "trueconf-version-macros.h"

G_BEGIN_DECLS

#define TRUECONF_TYPE_CONTACT (trueconf_contact_get_type ())

TRUECONF_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (TrueconfContact, trueconf_contact, TRUECONF, CONTACT, GObject)

TRUECONF_AVAILABLE_IN_ALL
TrueconfContact *trueconf_contact_new_from_vcard (GBytes *vcard, GError **error) G_GNUC_WARN_UNUSED_RESULT;

TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_contact_get_display_name (TrueconfContact *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_contact_get_first_name (TrueconfContact *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_contact_get_last_name (TrueconfContact *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_contact_get_phone_number (TrueconfContact *self);
TRUECONF_AVAILABLE_IN_ALL
const char *const *trueconf_contact_get_phone_numbers (TrueconfContact *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_contact_get_user_id (TrueconfContact *self);
TRUECONF_AVAILABLE_IN_ALL
const char *trueconf_contact_get_vcard (TrueconfContact *self);

G_END_DECLS
