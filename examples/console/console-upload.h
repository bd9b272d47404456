/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>
#include <trueconf-bot.h>

G_BEGIN_DECLS

/* Sends files, one after the other, and shows how far it is. */

#define CONSOLE_TYPE_UPLOAD (console_upload_get_type ())

G_DECLARE_FINAL_TYPE (ConsoleUpload, console_upload, CONSOLE, UPLOAD, AdwBin)

void console_upload_add (ConsoleUpload *self, TrueconfTranscript *transcript, GFile *file);

G_END_DECLS
