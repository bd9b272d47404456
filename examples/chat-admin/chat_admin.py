#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Creates a channel and adds users to it: chat_admin.py TITLE LOGIN…

Prints the id of the channel. A user who is unknown or already in the channel is reported, and the others are added.
"""

import os
import sys

import gi

gi.require_version("Trueconf", "1")
from gi.repository import GLib, Trueconf

bot = Trueconf.Bot(
    server=os.environ.get("SERVER", "127.0.0.1"),
    port=int(os.environ.get("PORT") or "0"),
    https=os.environ.get("HTTPS") != "0",
    token=os.environ.get("TOKEN"),
    username=os.environ.get("BOT_USER"),
    password=os.environ.get("BOT_PASSWORD"),
)


async def make_channel(title: str, logins: list[str]) -> int:
    await bot.start()
    channel = await bot.create_channel(title)
    print(f"{title}: {channel}")
    failed = 0
    for login in logins:
        try:
            await bot.add_participant_to_chat(channel, login, display_history=True)
            print(f"{login}: added")
        except Trueconf.ServerError as error:
            if error.code == Trueconf.ApiError.USER_IS_ALREADY_CHAT_PARTICIPANT:
                print(f"{login}: is there already")
            else:
                print(f"{login}: {error.message}")
                failed += 1
    await bot.send_message(channel, f"Welcome to {title}!")
    await bot.stop()
    return failed


def main() -> int | str:
    if len(sys.argv) < 3:
        sys.exit(__doc__)

    loop = GLib.MainLoop()
    task = Trueconf.spawn(make_channel(sys.argv[1], sys.argv[2:]))
    task.add_done_callback(lambda _: loop.quit())
    loop.run()
    try:
        return 1 if task.result() else 0
    except Trueconf.TrueconfError as error:
        return str(error)


if __name__ == "__main__":
    sys.exit(main())
