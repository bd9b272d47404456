#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the whole history of a chat as JSON lines, the newest first:

    backup_chat.py LOGIN > chat.jsonl       the chat with a user
    backup_chat.py --chat ID > chat.jsonl   any other
"""

import json
import os
import sys

import gi

gi.require_version("Trueconf", "1")
from gi.repository import GLib, Trueconf

PAGE = 100

bot = Trueconf.Bot(
    server=os.environ.get("SERVER", "127.0.0.1"),
    port=int(os.environ.get("PORT") or "0"),
    https=os.environ.get("HTTPS") != "0",
    token=os.environ.get("TOKEN"),
    username=os.environ.get("BOT_USER"),
    password=os.environ.get("BOT_PASSWORD"),
)


async def backup(login: str, chat: str = "") -> None:
    await bot.start()
    try:
        await write_history(chat or await bot.create_personal_chat(login))
    finally:
        await bot.stop()


async def write_history(chat: str) -> None:
    seen: set[str] = set()
    start: str | None = None
    while page := await bot.get_chat_history(chat, PAGE, from_message_id=start):
        # a page includes the message that it begins with
        new = [message for message in page if message.message_id not in seen]
        for message in new:
            print(json.dumps(message.raw, ensure_ascii=False))
        if not new:
            break
        seen.update(message.message_id for message in new)
        start = new[-1].message_id
    sys.stdout.flush()


def main() -> int | str:
    if len(sys.argv) == 3 and sys.argv[1] == "--chat":
        job = backup("", sys.argv[2])
    elif len(sys.argv) == 2 and not sys.argv[1].startswith("-"):
        job = backup(sys.argv[1])
    else:
        sys.exit(__doc__)

    loop = GLib.MainLoop()
    task = Trueconf.spawn(job)
    task.add_done_callback(lambda _: loop.quit())
    loop.run()
    try:
        task.result()
    except Trueconf.TrueconfError as error:
        return str(error)
    except OSError as error:
        # otherwise Python tries to write the rest when it exits, and fails
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return f"The history cannot be written: {error.strerror}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
