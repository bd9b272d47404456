# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs a Python bot as it is, and tells on standard output each state that the bot sees, as a line of JSON.

Usage: watch_bot.py BOT.py
"""

import runpy
import sys

import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf


def tell(_bot, health):
    print(health.to_json(), flush=True)


def main():
    # a program reads it, whatever the terminal knows
    sys.stdout.reconfigure(encoding="utf-8")
    run = Trueconf.Bot.run

    def watched(bot, cancellable=None):
        bot.connect("status-changed", tell)
        return run(bot, cancellable)

    Trueconf.Bot.run = watched
    del sys.argv[0]
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
