#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reminds people: write "/remind 10m tea is ready" to the bot (s, m, h, d), or /reminders to see what is to come.

Reminders outlive the bot: their texts are in reminders.json, and jobs.sqlite knows which of them have been sent; both are in the
folder REMINDERS, or in the current one. Those that came due while the bot was off are sent when it starts.
"""

import asyncio
import contextlib
import datetime
import json
import os
import sys
import uuid
from pathlib import Path

import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf
from gi.repository.Trueconf import Command, F

FOLDER = Path(os.environ.get("REMINDERS") or ".")
USAGE = "Write, for example, /remind 10m tea is ready (s, m, h, d). /reminders shows what is to come."

router = Trueconf.Router(name="reminders")
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
scheduler = Trueconf.Scheduler(FOLDER / "jobs.sqlite")
reminders: dict[str, dict[str, str]] = {}  # the name of the job → chat, time and text


def save() -> None:
    file = FOLDER / "reminders.json"
    new = file.with_suffix(".new")
    new.write_text(json.dumps(reminders), encoding="utf-8")
    new.replace(file)


def load() -> None:
    file = FOLDER / "reminders.json"
    with contextlib.suppress(FileNotFoundError):
        try:
            reminders.update(json.loads(file.read_text(encoding="utf-8")))
            for name in reminders:
                schedule(name)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{file} is no list of reminders: {error}") from error


def schedule(name: str) -> None:
    scheduler.at(time_of(reminders[name]), name=name, missed_policy="catch-up")(send_reminder)


def add(chat_id: str, text: str, seconds: float) -> datetime.datetime:
    time = datetime.datetime.now().astimezone() + datetime.timedelta(seconds=seconds)
    name = str(uuid.uuid4())
    reminders[name] = {"chat_id": chat_id, "time": time.isoformat(), "text": text}
    save()
    schedule(name)
    return time


async def send_reminder(job: Trueconf.Job) -> None:
    chat_id, text = reminders[job.name]["chat_id"], reminders[job.name]["text"]
    try:
        await bot.send_message(chat_id, f"⏰ {text}")
    except Trueconf.TrueconfError as error:
        if not isinstance(error, Trueconf.ServerError):  # the server is away, or the bot ends
            add(chat_id, text, 60)
        forget(job.name)
        raise
    forget(job.name)


def forget(name: str) -> None:
    del reminders[name]
    save()


def time_of(reminder: dict[str, str]) -> datetime.datetime:
    return datetime.datetime.fromisoformat(reminder["time"]).astimezone()


@router.message(Command("remind", arguments="when:duration text:string..."))
async def remind(message: Trueconf.Message, when: float, text: str) -> None:
    await message.answer(f"I will, on {add(message.chat_id, text, when):%d.%m. at %H:%M}.")


@router.message(Command("reminders"))
async def show(message: Trueconf.Message) -> None:
    lines = [f"{time_of(reminder):%d.%m. %H:%M} {reminder['text']}" for reminder in sorted(reminders.values(), key=time_of)
             if reminder["chat_id"] == message.chat_id]
    await message.answer("\n".join(lines) or "There is nothing to come.", split=True)


@router.message(F.text)
async def hint(message: Trueconf.Message) -> None:
    await message.answer(USAGE)


async def main() -> None:
    load()
    await scheduler.start()
    # what the program was sending when it was killed may not have arrived
    for name in [name for name in reminders if scheduler.find_job(name) is None]:
        add(reminders[name]["chat_id"], reminders[name]["text"], 0)
        forget(name)
    try:
        await bot.run()
    finally:
        await scheduler.stop()


if __name__ == "__main__":
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(main())
    except (Trueconf.TrueconfError, OSError, ValueError) as error:
        sys.exit(str(error))
