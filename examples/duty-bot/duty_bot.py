#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Who is on duty: write /duty for the next two weeks, press a day, and press who takes it; /today tells who it is now.

DUTY_PEOPLE="nora,omar" are those who take turns. The list is kept in the file DUTY_FILE, or duty.json.
"""

import datetime
import json
import os
import re
import sys
from pathlib import Path

import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf
from gi.repository.Trueconf import Command, F

FILE = Path(os.environ.get("DUTY_FILE") or "duty.json")
PEOPLE = [login.strip() for login in os.environ.get("DUTY_PEOPLE", "").split(",") if login.strip()]
DAYS = 14

router = Trueconf.Router(name="duty")
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


def load() -> dict[str, str]:
    """Days as in 2026-05-06 → logins."""
    if not FILE.exists():
        return {}
    duties: dict[str, str] = json.loads(FILE.read_text(encoding="utf-8"))
    return duties


def save(duties: dict[str, str]) -> None:
    new = FILE.with_suffix(".new")
    new.write_text(json.dumps(duties), encoding="utf-8")
    new.replace(FILE)


async def name_of(login: str | None) -> str:
    if not login:
        return "nobody"
    try:
        return await bot.lookup_display_name(login)
    except Trueconf.TrueconfError:  # such as of somebody who has left
        return login


# ---- lists as buttons, page by page; which page it is, and what an item means, is in the buttons

async def list_days() -> Trueconf.KeyboardPager:
    duties, today = load(), datetime.date.today()
    days = [today + datetime.timedelta(days=i) for i in range(DAYS)]
    items = [(f"{day:%a %d.%m.}: {await name_of(duties.get(day.isoformat()))}", day.isoformat()) for day in days]
    return Trueconf.KeyboardPager("days", items, columns=1, page_size=7)


async def list_people(day: str) -> Trueconf.KeyboardPager:
    items = [(await name_of(login), f"{day} {login}") for login in PEOPLE]
    return Trueconf.KeyboardPager(f"people:{day}", items, columns=2)


@router.message(Command("duty"))
async def duty(message: Trueconf.Message) -> None:
    await message.answer("Who is on duty?", keyboard=(await list_days()).make_keyboard())


@router.message(Command("today"))
async def today(message: Trueconf.Message) -> None:
    await message.answer(f"Today it is {await name_of(load().get(datetime.date.today().isoformat()))}.")


@router.message(F.text)
async def hint(message: Trueconf.Message) -> None:
    await message.answer("/duty shows the list, /today tells who is on duty now.")


@router.callback_query()
async def press(query: Trueconf.CallbackQuery) -> None:
    days = await list_days()
    page, day = days.get_pressed_page(query), days.get_pressed_data(query)
    if page is not None:
        await query.edit_message("Who is on duty?", keyboard=days.make_keyboard(page))
    elif day is not None:
        await query.edit_message(f"Who takes {day}?", keyboard=(await list_people(day)).make_keyboard())
    else:
        await press_person(query)


async def press_person(query: Trueconf.CallbackQuery) -> None:
    day = query.command.split(":")[1] if query.command.startswith("people:") else ""
    people = await list_people(day)
    page, choice = people.get_pressed_page(query), (people.get_pressed_data(query) or "").split(" ")
    if page is not None:
        await query.edit_message(f"Who takes {day}?", keyboard=people.make_keyboard(page))
    elif len(choice) == 2 and re.fullmatch(r"\d{4}-\d\d-\d\d", choice[0]) and choice[1] in PEOPLE:
        save({**load(), choice[0]: choice[1]})
        await query.edit_message("Who is on duty?", keyboard=(await list_days()).make_keyboard())
    else:
        await query.edit_message("These buttons are out of date. /duty shows the new ones.", keyboard=None)


if __name__ == "__main__":
    if not PEOPLE:
        sys.exit('Say who takes turns: DUTY_PEOPLE="nora,omar"')
    try:
        bot.run()
    except Trueconf.TrueconfError as error:
        sys.exit(str(error))
