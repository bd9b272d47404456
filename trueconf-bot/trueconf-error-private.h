/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "trueconf-error.h"

G_BEGIN_DECLS

/* Only of an error of TRUECONF_ERROR. */
void trueconf_error_set_cause (GError *error, TrueconfErrorCause cause);

/* Nothing of an error of another domain. Takes the chat, which may be NULL. */
void trueconf_error_set_request (GError *error, const char *method, char *chat_id);

const char *trueconf_api_error_describe (int code);

G_END_DECLS
