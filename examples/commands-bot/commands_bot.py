#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Commands with arguments: /roll 2 20, /days 2030-01-01, /tell omar "lunch is ready"; /help lists them.

What does not fit, such as "/roll many", is answered with how the command is written, without a line of code here.
"""

import datetime
import os
import random
import sys

import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf
from gi.repository.Trueconf import F

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


def command(name, parameters, description):
    """The decorator of a handler for a command; without a description, /help does not list it."""
    made = Trueconf.CommandFilter.new(name)
    made.set_parameters(parameters)
    made.set_description(description)
    made.set_hidden(description is None)
    return router.message(made)


@command("roll", "count:int=1 sides:int=6", "rolls dice")
async def roll(message, context):
    count, sides = (context.get_command().get_int64(name) for name in ("count", "sides"))
    if not 1 <= count <= 20 or not 2 <= sides <= 1000:
        await message.answer("I have 20 dice, of 2 to 1000 sides.")
        return
    await message.answer(" ".join(str(random.randint(1, sides)) for _ in range(count)))


@command("days", "date:date", "counts the days until a date")
async def days(message, context):
    day = datetime.date(*context.get_command().get_date_time("date").get_ymd())
    number = (day - datetime.date.today()).days
    await message.answer(f"{number} days" if number >= 0 else f"That was {-number} days ago.")


@command("tell", "whom:user text:string...", "sends a text to somebody")
async def tell(message, context):
    told = context.get_command()
    name = await message.lookup_author_name()
    try:
        chat_id = await bot.create_personal_chat(told.get_string("whom"))
        await bot.send_message(chat_id, f"{name}: {told.get_string('text')}")
    except Trueconf.ServerError as error:
        await message.answer(f"That did not work: {error.message}")
        return
    await message.answer("Done.")


@command("version", None, None)
async def version(message):
    await message.answer(f"{bot.server_name} {bot.server_version}")


router.add_help(None)


@router.message(F.text)
async def hint(message):
    await message.answer("/help lists what I can do.")


if __name__ == "__main__":
    try:
        bot.run()
    except Trueconf.TrueconfError as error:
        sys.exit(str(error))
