# SPDX-License-Identifier: LGPL-2.1-or-later
"""Wrong uses of the library, each of which a checker has to find: the lines that end with "# wrong"."""

import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf
from gi.repository.Trueconf import F

router = Trueconf.Router()
bot = Trueconf.Bot("server", "token", sever="other")  # wrong
bot.server = 5  # wrong
bot.ack_policy = "after-handlr"  # wrong
bot.status = Trueconf.Status.AUTHORIZED  # wrong
F.txet  # wrong
Trueconf.ParseMode.HTLM  # wrong
bot.connect("status-chnged", lambda *_: None)  # wrong


def on_status(bot: Trueconf.Bot, health: str) -> None:
    print(health)


bot.connect("status-changed", on_status)  # wrong


@router.message(F.text)  # wrong
async def echo(query: Trueconf.CallbackQuery) -> None:
    print(query)


@router.mesage(F.text)  # wrong
async def missing(message: Trueconf.Message) -> None:
    print(message)


async def calls() -> None:
    await bot.send_message()  # wrong
    await bot.send_message(5, "text")  # wrong
    await bot.send_message("chat", "text", parse_mode="htlm")  # wrong
    await bot.send_message("chat", "text", keybord=[])  # wrong
    sent: str = await bot.send_message("chat", "text")  # wrong
    print(sent)
    (await bot.get_chats()).title  # wrong
    Trueconf.run(5)  # wrong
    Trueconf.BoundedRegex()  # wrong
    Trueconf.BoundedRegex("x").find(5)  # wrong
