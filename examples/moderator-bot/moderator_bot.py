#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Keeps a group tidy: add the bot to a group as a moderator.

It removes messages with one of the words in BAD_WORDS="lottery,casino", warns their authors, and puts those out of the group who
were warned three times. Administrators of the group can write /warnings, and /pardon LOGIN. Commands of users in
DENIED_USERS="eve" are not listened to, nor is a text that is written again at once, or what comes after five messages in a row.
"""

import os
import re
import sys
from collections import Counter

import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf
from gi.repository.Trueconf import Command

MAX_WARNINGS = 3


def words_of(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


# \b would find no end of "c++"
BAD_WORDS = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words_of("BAD_WORDS")) or r"(?!)", re.IGNORECASE)

# the handlers of the dispatcher come first, so bad words are found whoever writes them, and however often
dp = Trueconf.Dispatcher()
commands = Trueconf.Router(name="commands")
dp.include_router(commands)
commands.add_outer_middleware(Trueconf.AccessList(denied_users=words_of("DENIED_USERS")))
commands.add_outer_middleware(Trueconf.Deduplicator(interval=5))
commands.add_outer_middleware(Trueconf.Throttle(rate=1, burst=5, notice="Slow down, please."))

bot = Trueconf.Bot(
    server=os.environ.get("SERVER", "127.0.0.1"),
    port=int(os.environ.get("PORT") or "0"),
    https=os.environ.get("HTTPS") != "0",
    token=os.environ.get("TOKEN"),
    username=os.environ.get("BOT_USER"),
    password=os.environ.get("BOT_PASSWORD"),
    dispatcher=dp,
)
is_admin = Trueconf.Filter.new_roles([Trueconf.ParticipantRole.OWNER, Trueconf.ParticipantRole.ADMIN])
warnings: Counter[tuple[str, str]] = Counter()  # (chat, user) → how often


async def warn(message: Trueconf.Message) -> None:
    """Counts a warning; who has too many is put out of the group."""
    key = message.chat_id, message.author.id
    warnings[key] += 1
    name = await bot.lookup_display_name(message.author.id)
    if warnings[key] < MAX_WARNINGS:
        await message.answer(f"{name}, please mind your words. Warning {warnings[key]} of {MAX_WARNINGS}.")
        return
    del warnings[key]
    try:
        await bot.remove_participant_from_chat(message.chat_id, message.author.id, clear_history=False)
        await message.answer(f"{name} is out of the group after {MAX_WARNINGS} warnings.")
    except Trueconf.TrueconfError as error:
        await message.answer(f"{name} cannot be put out of the group: {error.message}")


@dp.message(lambda message: BAD_WORDS.search(message.plain_text or ""))
async def bad_words(message: Trueconf.Message) -> None:
    try:
        await message.delete(for_all=True)
    except Trueconf.TrueconfError as error:
        await message.answer(f"I cannot remove messages here: {error.message}")
    await warn(message)


# nobody says who has edited a message
@dp.edited_message(lambda edit: BAD_WORDS.search(edit.content.plain_text or ""))
async def bad_edit(edit: Trueconf.EditedMessage) -> None:
    await bot.remove_message(edit.message_id, for_all=True)


@commands.message(Command("warnings"), is_admin)
async def show(message: Trueconf.Message) -> None:
    lines = [f"{user}: {count}" for (chat, user), count in sorted(warnings.items()) if chat == message.chat_id]
    await message.answer("\n".join(lines) or "Nobody was warned.")


@commands.message(Command("pardon", arguments="login:user"), is_admin)
async def pardon(message: Trueconf.Message, login: str) -> None:
    count = warnings.pop((message.chat_id, login), 0)
    await message.answer(f"{login} starts afresh." if count else f"{login} was not warned.")


@commands.message(Command("warnings", "pardon"))
async def not_allowed(message: Trueconf.Message) -> None:
    await message.answer("Only administrators of the group can do this.")


if __name__ == "__main__":
    try:
        bot.run()
    except Trueconf.TrueconfError as error:
        sys.exit(str(error))
