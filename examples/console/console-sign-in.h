/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>

#include "console-login.h"

G_BEGIN_DECLS

/*
 * Asks for a log-in, and tries it. The signal `signed-in` has the log-in, the bot that has started, and whether to keep the
 * log-in in the keyring.
 */

#define CONSOLE_TYPE_SIGN_IN (console_sign_in_get_type ())

G_DECLARE_FINAL_TYPE (ConsoleSignIn, console_sign_in, CONSOLE, SIGN_IN, AdwWindow)

ConsoleSignIn *console_sign_in_new (GtkWindow *parent, gboolean has_keyring);

G_END_DECLS
