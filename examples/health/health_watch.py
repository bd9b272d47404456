#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How a bot is: told with each change, and asked at any time.

For an administrator: each line is one JSON object on standard output, so the journal or a log collector can read
it. The bot connects again by itself; a line "disconnected" alone is no reason to act, one that stays the last for
minutes is.
"""

import json
import os
import sys

import gi

gi.require_version("Trueconf", "1")
from gi.repository import GLib, Trueconf

bot = Trueconf.Bot(
    server=os.environ.get("SERVER", "127.0.0.1"),
    port=int(os.environ.get("PORT", "0")),
    https=os.environ.get("HTTPS") != "0",
    token=os.environ.get("TOKEN"),
    username=os.environ.get("BOT_USER"),
    password=os.environ.get("BOT_PASSWORD"),
)


def print_health(why, health):
    print(json.dumps({"why": why, "health": health.to_dict()}), flush=True)


# pushed: called with each change
def on_status_changed(bot, health):
    print_health("changed", health)


# pulled: answers at once, from memory, and may be asked as often as one likes
def on_timer():
    print_health("asked", bot.health_check())
    return GLib.SOURCE_CONTINUE


bot.connect("status-changed", on_status_changed)
GLib.timeout_add_seconds(int(os.environ.get("INTERVAL", "30")), on_timer)

try:
    bot.run()
except Trueconf.TrueconfError as error:
    sys.exit(str(error))
