#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How a bot is, by HTTP, in the main loop that the bot runs in anyway.

For an administrator:

  curl http://127.0.0.1:8080/health    always 200, with the state as JSON: for a dashboard
  curl http://127.0.0.1:8080/readyz    200 if the bot is authorized, else 503: for a load balancer or Kubernetes
  curl http://127.0.0.1:8080/livez     200 as long as the program works
  curl http://127.0.0.1:8080/metrics   the numbers, for Prometheus

HEALTH_PORT changes the port, HEALTH_ADDRESS the address; it listens on this machine only unless that is set. HEALTH_SOCKET is
the path of a Unix socket to listen on instead. A socket unit of systemd with FileDescriptorName=health comes first.

Alert when /readyz has been 503 for some minutes: shorter gaps, such as a restart of the server, the bot bridges by itself.
"""

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


def on_status_changed(bot: Trueconf.Bot, health: Trueconf.Health) -> None:
    print(health.status.value_nick, health.error or "", file=sys.stderr, flush=True)


bot.connect("status-changed", on_status_changed)

health = Trueconf.HealthServer(
    address=os.environ.get("HEALTH_ADDRESS"),
    port=int(os.environ.get("HEALTH_PORT") or "8080"),
    unix_path=os.environ.get("HEALTH_SOCKET"),
)

try:
    health.add_bot(bot, "bot")
    health.start()
    bot.run()
except GLib.Error as error:
    sys.exit(error.message)
