#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import sys

import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf
from gi.repository.Trueconf import F

router = Trueconf.Router()
dp = Trueconf.Dispatcher()
dp.include_router(router)


@router.message(F.text)
async def echo(msg: Trueconf.Message) -> None:
    await msg.answer(msg.text, parse_mode=msg.parse_mode)


bot = Trueconf.Bot(
    server=os.environ.get("SERVER", "127.0.0.1"),
    port=int(os.environ.get("PORT") or "0"),
    https=os.environ.get("HTTPS") != "0",
    token=os.environ.get("TOKEN"),
    username=os.environ.get("BOT_USER"),
    password=os.environ.get("BOT_PASSWORD"),
    dispatcher=dp,
)

try:
    bot.run()
except Trueconf.TrueconfError as error:
    sys.exit(str(error))
