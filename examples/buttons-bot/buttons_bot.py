#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A menu of buttons: /menu shows it, and pressing a button edits its message.

The state, such as the number so far, is in the data of the buttons, not in the bot.
"""

import os
import re
import sys
from typing import TypeAlias

import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf
from gi.repository.Trueconf import Button, F

router = Trueconf.Router(name="buttons")
dp = Trueconf.Dispatcher()
dp.include_router(router)

# the text, and the rows of buttons
Page: TypeAlias = tuple[str, list[list[Button]] | None]


# ---- pages: a text, and the buttons below it

def show_menu(_data: str | None) -> Page:
    return "What would you like?", [
        [Button("Count", command="count", custom_data="0", style="primary"), Button("More", command="more")],
        [Button("Done", command="done", style="success")],
    ]


def show_number(data: str | None) -> Page:
    # the data come over the network, so they may not be what was sent
    number = int(data) if data and re.fullmatch(r"[0-9]{1,6}", data) else 0
    return f"{number} so far", [
        [Button("One more", command="count", custom_data=str(number + 1), style="primary"),
         Button("Start again", command="count", custom_data="0", style="danger")],
        [Button("Back", command="menu")],
    ]


def show_more(_data: str | None) -> Page:
    return "These need no bot: your application does them.", [
        [Button("Open the web site", url="https://trueconf.com/"), Button("Copy the number", data="4711")],
        # these two send a text as the user, the second only after the user has edited it
        [Button("Send /menu", message="/menu"), Button("Begin a question", message="I wonder ", draft=True)],
        [Button("Back", command="menu")],
    ]


def show_end(_data: str | None) -> Page:
    return "Done. /menu shows the buttons again.", None


PAGES = {"menu": show_menu, "count": show_number, "more": show_more, "done": show_end}


# ---- handlers

@router.message(F.text == "/menu")
async def menu(msg: Trueconf.Message) -> None:
    text, keyboard = show_menu(None)
    await msg.answer(text, keyboard=keyboard)


@router.message(F.text)
async def hint(msg: Trueconf.Message) -> None:
    await msg.answer("/menu shows what I can do.")


@router.callback_query(F.command.in_(PAGES))
async def press(query: Trueconf.CallbackQuery) -> None:
    text, keyboard = PAGES[query.command](query.custom_data)
    await query.edit_message(text, keyboard=keyboard)


@router.callback_query()
async def press_of_old(query: Trueconf.CallbackQuery) -> None:
    await query.edit_message("These buttons are out of date. /menu shows the new ones.", keyboard=None)


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
