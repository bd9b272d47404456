/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "trueconf-bot.h"

G_BEGIN_DECLS

/* What a bot has asked the server for, and how often it got an answer: to be freed when that is once. */

typedef struct
{
  guint n_answers;
} FuzzRequest;

/* By the name of the method in the protocol; any other name is a method that the library does not know. */
FuzzRequest *fuzz_request_new (TrueconfBot *bot, const char *name);
FuzzRequest *fuzz_request_new_answer (TrueconfMessage *message);

G_END_DECLS
