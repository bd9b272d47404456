#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How a bot is, over HTTP, in the main loop that the bot runs in anyway.

For an administrator:

  curl http://127.0.0.1:8080/health    always 200, with the state as JSON: for a dashboard
  curl http://127.0.0.1:8080/readyz    200 if the bot is authorized, else 503: for a load balancer or Kubernetes

HEALTH_PORT changes the port. It listens on this machine only; leave it so, or put a proxy in front. Alert when
/readyz has been 503 for some minutes: shorter gaps, such as a restart of the server, the bot bridges by itself.
"""

import os
import sys

import gi

gi.require_version("Trueconf", "1")
gi.require_version("Soup", "3.0")
from gi.repository import Soup, Trueconf

bot = Trueconf.Bot(
    server=os.environ.get("SERVER", "127.0.0.1"),
    port=int(os.environ.get("PORT") or "0"),
    https=os.environ.get("HTTPS") != "0",
    token=os.environ.get("TOKEN"),
    username=os.environ.get("BOT_USER"),
    password=os.environ.get("BOT_PASSWORD"),
)


def on_request(server, message, path, query):
    health = bot.health_check()
    status = 200 if path in ("/health", "/readyz") else 404
    if path == "/readyz" and not health.authorized:
        status = 503
    message.set_status(status, None)
    message.set_response("application/json", Soup.MemoryUse.COPY, health.to_json().encode())


def on_status_changed(bot, health):
    print(health.status.value_nick, health.error or "", file=sys.stderr, flush=True)


bot.connect("status-changed", on_status_changed)

server = Soup.Server()
server.add_handler(None, on_request)
server.listen_local(int(os.environ.get("HEALTH_PORT") or "8080"), 0)

try:
    bot.run()
except Trueconf.TrueconfError as error:
    sys.exit(str(error))
