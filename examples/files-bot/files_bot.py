#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Stores the files that users send in a folder, and sends them back on request: files_bot.py FOLDER

Everybody who can write to the bot can read all files in this folder, but no others.
"""

import os
import sys
from collections.abc import Callable

import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf
from gi.repository.Trueconf import F

LARGEST = 1024 ** 3
SHOWN = 50
HELP = """Send me a file, and I keep it.
/list shows what I have
/send NAME gives you a file
/photo NAME shows you a picture
/sticker NAME shows you a WebP picture as a sticker
The lines below the name become the caption; a sticker has none."""

KINDS = {"/send": Trueconf.DraftKind.DOCUMENT, "/photo": Trueconf.DraftKind.PHOTO, "/sticker": Trueconf.DraftKind.STICKER}

# errors about the file itself, so that the user can do something about them
ABOUT_THE_FILE = (Trueconf.ServerError, Trueconf.FileTooLarge, Trueconf.FileExtensionNotAllowed,
                  Trueconf.FileNotAvailable, Trueconf.InvalidArgument)

router = Trueconf.Router(name="files")
dp = Trueconf.Dispatcher()
dp.include_router(router)


def kept() -> dict[str, str]:
    """The files in the folder by name, without incomplete ones, whose names begin with a dot."""
    with os.scandir(folder) as entries:
        return {entry.name: entry.path for entry in entries
                if entry.is_file(follow_symlinks=False) and entry.name.isprintable() and not entry.name.startswith(".")}


def printer(what: str) -> Callable[..., None]:
    return lambda current, total, *_: print(f"{what}: {current} of {total} bytes", flush=True)


async def explain(msg: Trueconf.Message, error: Trueconf.TrueconfError) -> None:
    print(f"{msg.author.id}: {error.message}", flush=True)
    await msg.answer(error.message if isinstance(error, ABOUT_THE_FILE) else "That has failed. Please try again later.")


@router.message(F.content.attachment.file_id)
async def keep(msg: Trueconf.Message) -> None:
    content = msg.content
    assert isinstance(content, Trueconf.AttachmentContent)
    file = content.attachment
    if file.size > LARGEST:
        await msg.answer(f"That is too large for me: it has {file.size} bytes, and I keep {LARGEST} at most.")
        return
    try:
        written = await msg.bot.download_file(file.file_id, folder, progress=printer(f"from {msg.author.id}"))
    except Trueconf.TrueconfError as error:
        await explain(msg, error)
        return
    print(f"from {msg.author.id}: {written}", flush=True)
    await msg.answer(f"Kept as {written.name}")


@router.message(F.text == "/list")
async def show_list(msg: Trueconf.Message) -> None:
    names = sorted(kept())
    more = [f"… and {len(names) - SHOWN} more"] if len(names) > SHOWN else []
    await msg.answer("\n".join(names[:SHOWN] + more) or "I have no files yet.")


@router.message(F.text.startswith(tuple(f"{command} " for command in KINDS)))
async def give(msg: Trueconf.Message) -> None:
    line, _, caption = msg.plain_text.partition("\n")
    command, _, name = line.partition(" ")
    # a name from a user is looked up, and never used as a path
    path = kept().get(name.strip())
    if path is None:
        await msg.answer("I have no file of this name. /list shows those that I have.")
        return
    draft = Trueconf.Draft(caption.strip(), kind=KINDS[command], file=path)
    try:
        await msg.answer_draft(draft, progress=printer(f"to {msg.author.id}"))
    except Trueconf.TrueconfError as error:
        await explain(msg, error)


@router.message(F.text)
async def show_help(msg: Trueconf.Message) -> None:
    await msg.answer(HELP)


if len(sys.argv) != 2:
    sys.exit(__doc__)
if not os.path.isdir(sys.argv[1]):
    sys.exit(f"{sys.argv[1]} is not a folder")
folder = os.path.abspath(sys.argv[1])

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
