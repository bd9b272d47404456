#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Commands with arguments: /roll 2 20, /days 2030-01-01, /tell omar lunch is ready; /help lists them.

What does not fit, such as "/roll many", is answered with how the command is written, without a line of code here.
"""

import datetime
import os
import random
import sys

import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf
from gi.repository.Trueconf import Command, F

router = Trueconf.Router(name="commands")
dp = Trueconf.Dispatcher()
dp.include_router(router)

bot = Trueconf.Bot(
    server=os.environ.get("SERVER", "127.0.0.1"),
    port=int(os.environ.get("PORT") or "0"),
    https=os.environ.get("HTTPS") != "0",
    token=os.environ.get("TOKEN"),
    username=os.environ.get("BOT_USER"),
    password=os.environ.get("BOT_PASSWORD"),
    dispatcher=dp,
)


@router.message(Command("roll", arguments="count:int=1 sides:int=6", description="rolls dice"))
async def roll(message: Trueconf.Message, count: int, sides: int) -> None:
    if not 1 <= count <= 20 or not 2 <= sides <= 1000:
        await message.answer("I have 20 dice, of 2 to 1000 sides.")
        return
    await message.answer(" ".join(str(random.randint(1, sides)) for _ in range(count)))


@router.message(Command("days", arguments="date:date", description="counts the days until a date"))
async def days(message: Trueconf.Message, date: datetime.datetime) -> None:
    number = (date.date() - datetime.date.today()).days
    await message.answer(f"{number} days" if number >= 0 else f"That was {-number} days ago.")


@router.message(Command("tell", arguments="whom:user text:string...", description="sends a text to somebody"))
async def tell(message: Trueconf.Message, whom: str, text: str) -> None:
    try:
        name = await message.lookup_author_name()
        await bot.send_message(await bot.create_personal_chat(whom), f"{name}: {text}")
    except Trueconf.TrueconfError as error:
        await message.answer(f"That did not work: {error.message}")
        return
    await message.answer("Done.")


@router.message(Command("version", hidden=True))
async def version(message: Trueconf.Message) -> None:
    await message.answer(f"{bot.server_name} {bot.server_version}")


router.add_help()


# in a group, people talk to each other and to other bots
@router.message(F.text, F.chat_type != "group")
async def hint(message: Trueconf.Message) -> None:
    await message.answer("/help lists what I can do.")


if __name__ == "__main__":
    try:
        bot.run()
    except Trueconf.TrueconfError as error:
        sys.exit(str(error))
