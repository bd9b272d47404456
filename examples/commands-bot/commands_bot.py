#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Commands with arguments: /roll 2 20, /days 2030-01-01, /tell omar "lunch is ready"; /help lists them.

What does not fit, such as "/roll many", is answered with how the command is written, without a line of code here.
"""

import datetime
import os
import random
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

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

Handler = TypeVar("Handler", bound=Callable[..., Coroutine[Any, Any, None]])


def command(name: str, parameters: str | None, description: str | None) -> Callable[[Handler], Handler]:
    """The decorator of a handler for a command; without a description, /help does not list it."""
    made = Trueconf.CommandFilter.new(name)
    made.set_parameters(parameters)
    made.set_description(description)
    made.set_hidden(description is None)

    def decorate(function: Handler) -> Handler:
        router.message(made)(function)
        return function

    return decorate


@command("roll", "count:int=1 sides:int=6", "rolls dice")
async def roll(message: Trueconf.Message, context: Trueconf.Context) -> None:
    count, sides = (context.command[name] for name in ("count", "sides"))
    if not 1 <= count <= 20 or not 2 <= sides <= 1000:
        await message.answer("I have 20 dice, of 2 to 1000 sides.")
        return
    await message.answer(" ".join(str(random.randint(1, sides)) for _ in range(count)))


@command("days", "date:date", "counts the days until a date")
async def days(message: Trueconf.Message, context: Trueconf.Context) -> None:
    day = context.command["date"].date()
    number = (day - datetime.date.today()).days
    await message.answer(f"{number} days" if number >= 0 else f"That was {-number} days ago.")


@command("tell", "whom:user text:string...", "sends a text to somebody")
async def tell(message: Trueconf.Message, context: Trueconf.Context) -> None:
    told = context.command
    name = await message.lookup_author_name()
    try:
        chat_id = await bot.create_personal_chat(told["whom"])
        await bot.send_message(chat_id, f"{name}: {told['text']}")
    except Trueconf.ServerError as error:
        await message.answer(f"That did not work: {error.message}")
        return
    await message.answer("Done.")


@command("version", None, None)
async def version(message: Trueconf.Message) -> None:
    await message.answer(f"{bot.server_name} {bot.server_version}")


router.add_help(None)


@router.message(F.text)
async def hint(message: Trueconf.Message) -> None:
    await message.answer("/help lists what I can do.")


if __name__ == "__main__":
    try:
        bot.run()
    except Trueconf.TrueconfError as error:
        sys.exit(str(error))
