#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Who is on duty, by buttons: take over, hand over, and a list that other programs can read.

    DUTY_PEOPLE="nora,omar" DUTY_FILE=/var/lib/on-duty/turns.sqlite ./on_duty.py
    DUTY_FILE=/var/lib/on-duty/turns.sqlite ./on_duty.py --who

Each person writes to the bot in a chat of their own, since a server does not say who has pressed a button in a group. Write anything to
see who is on duty. Who is not takes over by a button; who is can offer the duty to somebody, who accepts or declines. --who prints the
login of who is on duty, for scripts that send alerts.
"""

import datetime
import os
import sqlite3
import sys
from typing import NamedTuple

import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf
from gi.repository.Trueconf import F

PEOPLE = [login.strip() for login in os.environ.get("DUTY_PEOPLE", "").split(",") if login.strip()]
SHOWN = 5  # turns in the history


class Turn(NamedTuple):
    number: int
    login: str
    since: str

    def describe(self, name: str) -> str:
        return f"{name}, since {datetime.datetime.fromisoformat(self.since).astimezone():%d.%m. %H:%M}"


class Roster:
    """The turns, in a file of SQLite. Nothing is ever changed in it, only added."""

    def __init__(self, path: str) -> None:
        self.database = sqlite3.connect(path, isolation_level=None)
        self.database.execute("CREATE TABLE IF NOT EXISTS turns (number INTEGER PRIMARY KEY, login TEXT NOT NULL, since TEXT NOT NULL)")

    def last(self, count: int) -> list[Turn]:
        return [Turn(*row) for row in self.database.execute("SELECT number, login, since FROM turns ORDER BY number DESC LIMIT ?", (count,))]

    def now(self) -> Turn:
        turns = self.last(1)
        return turns[0] if turns else Turn(0, "", "")

    def add(self, login: str, after: int) -> bool:
        """Begins a turn, unless another one has begun since `after`: of two who press at the same time, one is on duty."""
        since = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
        cursor = self.database.execute(
            "INSERT INTO turns (login, since) SELECT ?, ? WHERE ? = (SELECT coalesce(max(number), 0) FROM turns)", (login, since, after))
        return cursor.rowcount == 1


router = Trueconf.Router(name="on-duty")
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
roster = Roster(os.environ.get("DUTY_FILE", "turns.sqlite"))
chats: dict[str, str] = {}  # login → the chat with this person
missing: set[str] = set()  # who was complained of


async def chat_with(login: str) -> str | None:
    """None: an account that does not exist, or not any more. The others take their turns all the same."""
    try:
        if login not in chats:
            chats[login] = await bot.create_personal_chat(login)
        missing.discard(login)
    except Trueconf.ServerError as error:
        if login not in missing:
            print(f"There is no chat with {login}: {error}", file=sys.stderr)
        missing.add(login)
    return chats.get(login)


async def person_of(event: Trueconf.Message | Trueconf.CallbackQuery) -> str | None:
    """Whose chat it is. The chat with a person is always the same one."""
    message = event.message if isinstance(event, Trueconf.CallbackQuery) else event
    for login in PEOPLE:
        if await chat_with(login) == message.chat_id:
            return login
    return None


async def name_of(login: str) -> str:
    """Also of those who have left, and whose turns are remembered."""
    try:
        return await bot.lookup_display_name(login)
    except Trueconf.ServerError:
        return login


async def card(person: str) -> tuple[str, list[list[Trueconf.Button]]]:
    """What a person sees, and can do. The buttons carry the number of the turn that they are about."""
    turns = [(turn, await name_of(turn.login)) for turn in roster.last(SHOWN)]
    now = roster.now()
    lines = [f"On duty: {turns[0][0].describe(turns[0][1])}" if turns else "Nobody is on duty."]
    lines += [f"Before: {turn.describe(name)}" for turn, name in turns[1:]]
    if now.login != person:
        rows = [[Trueconf.Button("Take over", command="take", custom_data=str(now.number), style="primary")]]
    else:
        rows = [[Trueconf.Button(f"Offer to {await name_of(login)}"[:32], command=f"offer {login}",
                                 custom_data=str(now.number))]
                for login in PEOPLE if login != person and login not in missing][:8]
    return "\n".join(lines), rows


async def tell(login: str, text: str, keyboard: list[list[Trueconf.Button]] | None = None) -> None:
    if login in PEOPLE and (chat := await chat_with(login)):
        await bot.send_message(chat, text, keyboard=keyboard)


async def begin(person: str, after: int) -> bool:
    before = roster.now().login
    if not roster.add(person, after):
        return False
    await tell(before, f"{await name_of(person)} is on duty now, you are free.")
    return True


@router.message(F.text)
async def show(message: Trueconf.Message) -> None:
    person = await person_of(message)
    if person is None:
        await message.answer("You take no turns. Ask the administrator to add you.")
        return
    text, keyboard = await card(person)
    await message.answer(text, keyboard=keyboard)


@router.callback_query()
async def press(query: Trueconf.CallbackQuery) -> None:
    person = await person_of(query)
    action, _, other = query.command.partition(" ")
    number = int(query.custom_data) if (query.custom_data or "").isdecimal() else -1
    if person is None:
        return
    if number != roster.now().number:
        action = "outdated"

    if action == "take":
        await begin(person, number)
    elif action == "offer" and other in PEOPLE:
        data = str(number)
        await tell(other, f"{await name_of(person)} offers you the duty.",
                   [[Trueconf.Button("Accept", command="accept", custom_data=data, style="success"),
                     Trueconf.Button("Decline", command="decline", custom_data=data)]])
        await query.edit_message(f"{await name_of(other)} was asked. You stay on duty until the answer.", keyboard=None)
        return
    elif action == "accept":
        await begin(person, number)
    elif action == "decline":
        await tell(roster.now().login, f"{await name_of(person)} has declined, you stay on duty.")
        await query.edit_message("You have declined.", keyboard=None)
        return

    # also when somebody else was faster
    text, keyboard = await card(person)
    await query.edit_message(text, keyboard=keyboard)


if __name__ == "__main__":
    if sys.argv[1:] == ["--who"]:
        on_duty = roster.now().login
        if not on_duty:
            sys.exit("Nobody is on duty")
        print(on_duty)
        sys.exit(0)
    if not PEOPLE:
        sys.exit('Say who takes turns: DUTY_PEOPLE="nora,omar"')
    try:
        bot.run()
    except Trueconf.TrueconfError as error:
        sys.exit(str(error))
