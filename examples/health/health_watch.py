#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints the state of a bot, at each change and on request.

Each line on standard output is one JSON object, for the journal or a log collector. The bot reconnects by itself, so an
administrator only has to act if "disconnected" stays the last line for minutes.
"""

import json
import os
import sys

import gi

gi.require_version("Trueconf", "1")
from gi.repository import GLib, Trueconf

bot = Trueconf.Bot(
    server=os.environ.get("SERVER", "127.0.0.1"),
    port=int(os.environ.get("PORT") or "0"),
    https=os.environ.get("HTTPS") != "0",
    token=os.environ.get("TOKEN"),
    username=os.environ.get("BOT_USER"),
    password=os.environ.get("BOT_PASSWORD"),
)


def print_health(why: str, health: Trueconf.Health) -> None:
    print(json.dumps({"why": why, "health": health.to_dict()}), flush=True)


def on_status_changed(bot: Trueconf.Bot, health: Trueconf.Health) -> None:
    print_health("changed", health)


# needs no request to the server, so it can be called at any time
def on_timer() -> bool:
    print_health("asked", bot.health_check())
    return GLib.SOURCE_CONTINUE


bot.connect("status-changed", on_status_changed)
GLib.timeout_add_seconds(int(os.environ.get("INTERVAL", "30")), on_timer)

try:
    bot.run()
except Trueconf.TrueconfError as error:
    sys.exit(str(error))
