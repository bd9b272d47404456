/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-messenger.h"

G_BEGIN_DECLS

/* Events and messages are made on another thread than the bot's, which must not hold a reference to the bot: they get
 * to know it, with all the messages inside of them, when they arrive, before anybody else has seen them. */
void trueconf_model_adopt (GObject *object, TrueconfMessenger *bot);

G_END_DECLS
