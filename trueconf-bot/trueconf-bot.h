/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#define TRUECONF_INSIDE
#include "trueconf-enum-types.h"
#include "trueconf-enums.h"
#include "trueconf-error.h"
#include "trueconf-version-macros.h"
#include "trueconf-version.h"

#include "files/trueconf-input-file.h"

#include "model/trueconf-author.h"
#include "model/trueconf-box.h"
#include "model/trueconf-changed-file-upload-limits.h"
#include "model/trueconf-content.h"
#include "model/trueconf-event.h"
#include "model/trueconf-file-info.h"
#include "model/trueconf-file-preview.h"
#include "model/trueconf-message.h"
#include "model/trueconf-messenger.h"
#include "model/trueconf-sent-message.h"
#include "model/trueconf-text-content.h"
#include "model/trueconf-update.h"
#include "model/trueconf-upload-limits.h"
#include "model/trueconf-uploading-progress.h"

#include "routing/trueconf-context.h"
#include "routing/trueconf-dispatcher.h"
#include "routing/trueconf-filter.h"
#include "routing/trueconf-router.h"

#include "bot/trueconf-bot-call.h"
#include "bot/trueconf-bot-files.h"
#include "bot/trueconf-bot-messages.h"
#include "bot/trueconf-bot.h"
#include "bot/trueconf-health.h"
#undef TRUECONF_INSIDE
