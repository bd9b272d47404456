/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#define TRUECONF_INSIDE
#include "trueconf-enum-types.h"
#include "trueconf-enums.h"
#include "trueconf-error-types.h"
#include "trueconf-error.h"
#include "trueconf-protocol.h"
#include "trueconf-runtime-version.h"
#include "trueconf-version-macros.h"
#include "trueconf-version.h"

#include "files/trueconf-input-file.h"

#include "model/trueconf-button.h"
#include "model/trueconf-callback-query-actions.h"
#include "model/trueconf-contact.h"
#include "model/trueconf-content.h"
#include "model/trueconf-draft.h"
#include "model/trueconf-event.h"
#include "model/trueconf-keyboard-pager.h"
#include "model/trueconf-keyboard.h"
#include "model/trueconf-message-actions.h"
#include "model/trueconf-system-message.h"
#include "model/trueconf-message-text.h"

#include "text/trueconf-split-text.h"
#include "text/trueconf-text-span.h"
#include "text/trueconf-text-style.h"
#include "text/trueconf-text.h"
#include "text/trueconf-visible-length.h"

#include "routing/trueconf-command-filter.h"
#include "routing/trueconf-command.h"
#include "routing/trueconf-context.h"
#include "routing/trueconf-dispatcher.h"
#include "routing/trueconf-filter.h"
#include "routing/trueconf-handler.h"
#include "routing/trueconf-middleware.h"
#include "routing/trueconf-next.h"
#include "routing/trueconf-router.h"

#include "bot/trueconf-bot-call.h"
#include "bot/trueconf-bot-me-chat.h"
#include "bot/trueconf-bot-names.h"
#include "bot/trueconf-bot-server.h"
#include "bot/trueconf-bot-surveys.h"
#include "bot/trueconf-bot-files.h"
#include "bot/trueconf-bot-messages.h"
#include "bot/trueconf-bot-middleware.h"
#include "bot/trueconf-bot.h"
#include "bot/trueconf-health.h"
#include "bot/trueconf-message-contact.h"

#include "schedule/trueconf-job.h"
#include "schedule/trueconf-schedule.h"
#include "schedule/trueconf-scheduler.h"
#include "bot/trueconf-outgoing-request.h"
#include "bot/trueconf-request-middleware.h"
#include "bot/trueconf-request-next.h"
#undef TRUECONF_INSIDE
