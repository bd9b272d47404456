#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sends the card of a survey, or edits one that was sent. The survey itself, its campaign, has to be created first with the
server's web interface.

    survey.py --user nora CAMPAIGN "How was lunch?"     prints the id of the message
    survey.py --edit MESSAGE CAMPAIGN "How was dinner?"
"""

import argparse
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


async def survey(options: argparse.Namespace) -> None:
    kind = Trueconf.SurveyType.ANONYMOUS if options.anonymous else Trueconf.SurveyType.NORMAL
    await bot.start()
    if options.edit:
        # an edit replaces the whole card
        await bot.edit_survey(options.edit, options.title, options.campaign, kind)
    else:
        chat = options.chat or await bot.create_personal_chat(options.user)
        sent = await bot.send_survey(chat, options.title, options.campaign, kind)
        print(sent.message_id)
    await bot.stop()


def main() -> int | str:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--user", metavar="LOGIN", help="send the card to a person")
    target.add_argument("--chat", metavar="ID", help="send the card to a chat")
    target.add_argument("--edit", metavar="MESSAGE", help="change the card in a message of the bot")
    parser.add_argument("--anonymous", action="store_true", help="nobody learns who has answered what")
    parser.add_argument("campaign", help="the id of the campaign")
    parser.add_argument("title", help="what stands on the card")

    loop = GLib.MainLoop()
    task = Trueconf.spawn(survey(parser.parse_args()))
    task.add_done_callback(lambda _: loop.quit())
    loop.run()
    try:
        task.result()
    except Trueconf.TrueconfError as error:
        return str(error)
    return 0


if __name__ == "__main__":
    sys.exit(main())
