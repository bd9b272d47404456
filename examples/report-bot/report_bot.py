#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reports how the machine is: write /report to the bot.

With REPORT_TO=nora, it also sends the report to Nora each day at REPORT_TIME (09:00). With REPORT_JOBS=jobs.sqlite, a report
that was missed, because the machine was off, comes when the bot starts.
"""

import asyncio
import contextlib
import os
import shutil
import socket
import sys

import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf
from gi.repository.Trueconf import Command, F

router = Trueconf.Router(name="report")
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
scheduler = Trueconf.Scheduler(os.environ.get("REPORT_JOBS"))


def make_report() -> str:
    disk = shutil.disk_usage("/")
    with open("/proc/uptime", encoding="ascii") as file:
        hours = int(float(file.read().split()[0])) // 3600
    return "\n".join([
        f"{socket.gethostname()}",
        f"Up for {hours // 24} days and {hours % 24} hours",
        f"Load: {os.getloadavg()[0]:.2f}",
        f"Disk: {100 * (disk.total - disk.free) // disk.total} % used",
    ])


@router.message(Command("report"))
async def report(message: Trueconf.Message) -> None:
    await message.answer(make_report())


@router.message(F.text)
async def hint(message: Trueconf.Message) -> None:
    await message.answer("/report tells how the machine is.")


async def send_report() -> None:
    chat_id = await bot.create_personal_chat(os.environ["REPORT_TO"])
    await bot.send_message(chat_id, make_report())


async def main() -> None:
    if os.environ.get("REPORT_TO"):
        scheduler.daily(os.environ.get("REPORT_TIME") or "09:00", name="report", missed_policy="catch-up")(send_report)
    await scheduler.start()
    try:
        await bot.run()
    finally:
        await scheduler.stop()


if __name__ == "__main__":
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(main())
    except Trueconf.TrueconfError as error:
        sys.exit(str(error))
