# SPDX-License-Identifier: LGPL-2.1-or-later
"""Ways in which bots are written for python-trueconf-bot, each as a program of its own: what five of its examples do (commands, a gallery of
buttons with a menu, contacts, a router per report, many users into a channel), its webhook, and what three public bots do (a relay for
alerts by HTTP, webhooks per chat for administrators, a file of alerts for those on duty)."""

import json
import os
import tempfile
import urllib.request

from compat_harness import CompatTest
from harness import free_port, main, wait_for

START = """
import asyncio, os, sys
from trueconf_compat import *
from trueconf_compat.filters import Command
from trueconf_compat.filters.command import CommandObject

r = Router()
dp = Dispatcher()
dp.include_router(r)
bot = Bot.from_credentials(server="127.0.0.1", username="echo_bot", password="secret", web_port=int(os.environ["PORT"]), https=False,
                           verify_ssl=False, dispatcher=dp, receive_system_messages=True)
"""

COMMANDS = START + """
import re

@r.message(Command("ping"))
async def ping(message: Message, command: CommandObject):
    await bot.send_message(chat_id=message.chat_id, text="pong")

@r.message(Command("upper", magic=F.args.len() > 3))
async def upper(message: Message, command: CommandObject):
    await bot.send_message(chat_id=message.chat_id, text=(command.args or "").upper())

@r.message(Command("repeat", magic=F.args.func(lambda x: isinstance(x, str) and len(x.split()) == 1)))
async def repeat(message: Message, command: CommandObject):
    await message.answer(f"{command.args} {command.args}")

@r.message(Command("info", "about"))
async def info(message: Message, command: CommandObject):
    await message.answer(f"{message.author.id} /{command.command}")

@r.message(Command(re.compile(r"echo_\\d+")))
async def numbered(message: Message, command: CommandObject):
    await message.answer(f"{command.command} {command.args or ''}")

@r.message(Command("start", magic=F.args.func(lambda x: x and x.startswith("demo"))))
async def demo(message: Message, command: CommandObject):
    await message.answer(f"Demo: {command.args}")

try:
    asyncio.run(bot.run())
except KeyboardInterrupt:
    sys.exit(0)
"""

BUTTONS = START + """
MENU = {"menu:root": ("Main menu", [("Catalog", "menu:catalog"), ("About", "menu:about")]),
        "menu:catalog": ("Catalog", [("Back", "menu:root")]), "menu:about": ("Version 1", [("Back", "menu:root")])}
menu = Router(name="menu")
dp.include_router(menu)

def markup(key):
    return InlineKeyboardMarkup(buttons=[[InlineKeyboardButton(text=label, command=command)] for label, command in MENU[key][1]])

@r.message(Command("buttons"))
async def gallery(event: Message):
    rows = [[InlineKeyboardButton(text="data", command="btn:data", custom_data="eyJpZCI6IDQyfQ==", button_id="one", style=ButtonStyle.DANGER)],
            [InlineKeyboardButton(text="https", url="https://trueconf.com"), InlineKeyboardButton(text="Draft", message="x", draft=True),
             InlineKeyboardButton(text="Copy", copy_data="PROMO"), InlineKeyboardButton(text="Forward", command="btn:forward", to="bot1")]]
    await event.answer("gallery", buttons=InlineKeyboardMarkup(buttons=rows), parse_mode=ParseMode.HTML)
    await event.answer("64", buttons=InlineKeyboardMarkup(
        buttons=[[InlineKeyboardButton(text=f"{r}{c}", command=f"btn:{r}{c}") for c in range(8)] for r in range(8)]))

@r.callback_query(F.command.startswith("btn:"))
async def pressed(callback: CallbackQuery):
    await callback.message.answer(f"{callback.command} {callback.custom_data} {callback.command_source.button_id}")

@menu.message(Command("menu"))
async def open_menu(event: Message):
    await bot.send_message(chat_id=event.chat.chat_id, text=MENU["menu:root"][0], buttons=markup("menu:root"))

@menu.callback_query(F.command.in_(set(MENU)))
async def navigate(callback: CallbackQuery):
    await callback.edit_message(text=MENU[callback.command][0], buttons=markup(callback.command))

asyncio.run(bot.run())
"""

CONTACTS = START + """
@r.message()
async def contact(message: Message):
    contact = await message.contact
    if contact is None:
        await message.answer("Send me a contact")
        return
    await message.answer("; ".join(part for part in (contact.first_name, contact.last_name, contact.phone_number, contact.user_id) if part))

asyncio.run(bot.run())
"""

REPORTS = START + """
reports, routers = {}, {}

async def collect(msg: Message):
    if msg.from_user.id in reports and not msg.text.startswith("/"):
        reports[msg.from_user.id].append(msg)
        await msg.answer("added")

@r.message(Command("report"))
async def report(msg: Message):
    router = Router(name=f"report of {msg.from_user.id}")
    dp.include_router(router)
    router.message(F.from_user.id == msg.from_user.id)(collect)
    routers[msg.from_user.id] = router
    reports[msg.from_user.id] = []
    await msg.answer("Your report has begun")

@r.message(Command("cancel", "send"))
async def end(msg: Message, command):
    if msg.from_user.id not in routers:
        await msg.answer("There is no report")
        return
    for router in dp.routers:
        if router.name == routers[msg.from_user.id].name:
            dp.routers.remove(router)
            break
    del routers[msg.from_user.id]
    await msg.answer(f"{command.command}: {[one.text for one in reports.pop(msg.from_user.id)]}")

asyncio.run(bot.run())
"""

CHANNEL = START + """
from trueconf_compat.exceptions import ApiErrorException

async def main():
    await bot.start()
    await bot.connected_event.wait()
    await bot.authorized_event.wait()
    channel = await bot.create_channel(title="News")
    skipped = []
    for user_id in ("nora", "omar", "nora", "nobody-here"):
        try:
            await bot.add_participant_to_chat(channel.chat_id, user_id=user_id, display_history=True)
        except ApiErrorException as e:
            skipped.append(e.code)
    people = await bot.get_chat_participants(channel.chat_id, page_size=10, page_number=1)
    print(sorted(one.user_id for one in people.participants), skipped)
    await bot.shutdown()

asyncio.run(main())
"""

WEBHOOK = START + """
import uvicorn
from contextlib import asynccontextmanager
from fastapi import FastAPI
from typing import Any

@asynccontextmanager
async def lifespan(app: FastAPI):
    task = asyncio.create_task(bot.run())
    yield

app = FastAPI()
app.router.lifespan_context = lifespan

@app.post("/send")
async def send(data: dict[str, Any]):
    chat = await bot.create_personal_chat(user_id="nora")
    sent = await bot.send_message(chat_id=chat.chat_id, text=str(data))
    return {"message_id": sent.message_id}

uvicorn.run(app, host="127.0.0.1", port=int(os.environ["HTTP"]), log_level="warning")
"""

# a task for the bot, one for aiohttp; channels that people subscribe to; administrators; a supervisor that watches the connection
RELAY = START + """
import json
from aiohttp import web

channels, admins = {}, {"nora@sandbox.local"}

@r.message()
async def commands(message: Message):
    parts = (message.text or "").split(maxsplit=1)
    if not parts or not parts[0].startswith("/"):
        return
    if message.author.id not in admins:
        await message.answer("<b>Access denied</b>", parse_mode=ParseMode.HTML)
    elif parts[0] == "/addchannel":
        channels[parts[1]] = message.chat_id
        await message.reply(f"channel {parts[1]}")

async def alert(request):
    data = await request.json()
    if not bot.authorized_event.is_set():
        return web.json_response({"status": "wait"}, status=503)
    sent = await bot.send_message(channels[data["channel"]], f"<b>{data['subject']}</b>", ParseMode.HTML)
    return web.json_response({"status": "ok", "message": sent.message_id})

async def main():
    app = web.Application()
    app.router.add_post("/alert", alert)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(os.environ["HTTP"])).start()
    bot_task = asyncio.create_task(bot.run())
    try:
        await bot_task
    finally:
        await runner.cleanup()

asyncio.run(main())
"""

# a router made by a function, a lease on the bot, roles of the chat, the secret by a direct message
ADMINISTRATORS = START + """
import contextlib
from trueconf_compat.enums import ChatParticipantRole

hooks = {}

@contextlib.asynccontextmanager
async def lease():
    yield bot

async def is_admin(bot, chat_id, user_id):
    page = await bot.get_chat_participants(chat_id=chat_id, page_size=200, page_number=1)
    return any(one.user_id == user_id and one.role in {ChatParticipantRole.OWNER, ChatParticipantRole.ADMIN} for one in page.participants)

def build_router():
    router = Router(name="commands")

    @router.message(Command("webhook_create"))
    async def create(message: Message, command: CommandObject) -> None:
        async with lease() as bot:
            if not await is_admin(bot, message.chat_id, message.from_user.id):
                await bot.send_message(message.chat_id, "Only administrators")
                return
            hooks[command.args.strip()] = message.chat_id
            personal = await bot.create_personal_chat(message.from_user.id)
            await bot.send_message(personal.chat_id, "the secret address")
            await bot.send_message(message.chat_id, "sent to you")

    return router

dp.include_router(build_router())

async def main():
    task = asyncio.create_task(bot.run())
    await bot.authorized_event.wait()
    group = (await bot.create_group_chat("Team")).chat_id
    for user, role in (("nora", "admin"), ("omar", "user")):
        await bot.add_participant_to_chat(group, user)
        await bot.change_participant_role(group, user, role)
    print("group", group)
    await task

asyncio.run(main())
"""

# a loop of its own beside the bot, which sends what another program has written to a file to those who have registered
DUTY = START + """
contacts, path = {}, os.environ["ALERTS"]

@r.message(F.text & ~F.from_bot)
async def register(message: Message):
    contacts[message.chat_id] = message.author.id
    await bot.send_message(message.chat_id, "registered")

async def check_alerts():
    while True:
        if os.path.exists(path) and os.path.getsize(path) > 0:
            lines = open(path).read().splitlines()
            open(path, "w").close()
            for line in lines:
                for chat_id, user in contacts.items():
                    await bot.send_message(chat_id, line.replace(" | ", "\\n"))
        await asyncio.sleep(0.01)

async def main():
    asyncio.create_task(check_alerts())
    await bot.run()

asyncio.run(main())
"""


def post(port, path, data):
    """Posts JSON, and returns the answer, or None as long as nobody answers."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", json.dumps(data).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)
    except OSError:
        return None


class BotsTest(CompatTest):
    def end(self, program):
        self.assertEqual(program.stop(), 0, program.said())
        self.assertNotIn("Traceback", program.said())

    def test_commands(self):
        program = self.program(COMMANDS)
        for text, answer in (("/ping", "pong"), ("/upper abcd", "ABCD"), ("/repeat x", "x x"), ("/about", "nora@sandbox.local /about"),
                             ("/echo_12 a b", "echo_12 a b"), ("/start demo 1", "Demo: demo 1")):
            self.assertEqual(self.answers(text), [answer])
        # these match nothing, so the next answer is that of the last one
        for text in ("/upper abc", "/repeat x y", "/start x", "ping"):
            self.sandbox.say(text)
        self.assertEqual(self.answers("/ping"), ["pong"])
        self.end(program)

    def press(self, label):
        message, row, column = next(
            (message, row, column) for message in reversed(self.sandbox.messages())
            for row, buttons in enumerate(message["envelope"]["content"].get("buttons", []))
            for column, button in enumerate(buttons) if button["label"] == label)
        self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": message["message_id"], "row": row, "column": column})

    def test_buttons(self):
        program = self.program(BUTTONS)
        self.assertEqual(self.answers("/buttons", 2), ["gallery", "64"])
        self.press("data")
        wait_for(lambda: "btn:data eyJpZCI6IDQyfQ== one" in self.sandbox.texts())
        self.press("63")
        wait_for(lambda: "btn:63 None None" in self.sandbox.texts())
        self.answers("/menu")
        for label, title in (("Catalog", "Catalog"), ("Back", "Main menu"), ("About", "Version 1")):
            self.press(label)
            wait_for(lambda: self.sandbox.texts()[-1] == title, what=title)
        self.end(program)

    def test_contacts(self):
        program = self.program(CONTACTS)
        self.assertEqual(self.answers("hello"), ["Send me a contact"])
        self.assertEqual(self.answers('<a href="trueconf:omar@sandbox.local&do=profile">Omar</a>', parse_mode="html")[0].rpartition("; ")[2],
                         "omar@sandbox.local")
        self.end(program)

    def test_reports(self):
        program = self.program(REPORTS)
        self.assertEqual(self.answers("/cancel"), ["There is no report"])
        self.assertEqual(self.answers("/report"), ["Your report has begun"])
        self.assertEqual(self.answers("it is broken"), ["added"])
        self.assertEqual(self.answers("it smokes"), ["added"])
        self.assertEqual(self.answers("/send"), ["send: ['it is broken', 'it smokes']"])
        self.sandbox.say("for nobody")
        self.assertEqual(self.answers("/cancel"), ["There is no report"])
        self.end(program)

    def test_channel(self):
        program = self.program(CHANNEL)
        self.assertEqual(program.process.wait(20), 0, program.said())
        people, _, codes = program.said().splitlines()[-1].rpartition("] ")
        self.assertIn("nora@sandbox.local", people)
        self.assertIn("309", codes)

    def test_webhook(self):
        port = free_port()
        program = self.program(WEBHOOK, HTTP=str(port))
        self.connected()
        sent = wait_for(lambda: post(port, "/send", {"alert": "disk"}), what="the web server")
        self.assertEqual([one["message_id"] for one in self.sandbox.messages()], [sent["message_id"]])
        self.assertEqual(self.sandbox.texts(), ["{'alert': 'disk'}"])
        program.stop()
        self.assertIsNone(post(port, "/send", {}))

    def test_relay(self):
        port = free_port()
        program = self.program(RELAY, HTTP=str(port))
        self.assertEqual(self.answers("/addchannel ops", sender="omar"), ["<b>Access denied</b>"])
        self.assertEqual(self.answers("/addchannel ops"), ["channel ops"])
        self.assertEqual(post(port, "/alert", {"channel": "ops", "subject": "Disk"})["status"], "ok")
        self.assertEqual(self.sandbox.texts()[-1], "<b>Disk</b>")
        self.end(program)

    def test_administrators(self):
        program = self.program(ADMINISTRATORS)
        program.wait_for("group ")
        group = program.said().split("group ")[1].split()[0]

        def ask(sender):
            self.sandbox.call("/sandbox/say", {"from": sender, "chat_id": group, "text": "/webhook_create x", "parse_mode": "text"})

        ask("omar")
        ask("nora")
        wait_for(lambda: "the secret address" in self.sandbox.texts(), what="a direct message")
        self.assertNotIn("the secret address", self.sandbox.texts("omar"))
        self.end(program)

    def test_duty(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = os.path.join(folder.name, "alerts")
        program = self.program(DUTY, ALERTS=path)
        self.assertEqual(self.answers("me"), ["registered"])
        with open(path + ".new", "w", encoding="utf-8") as file:
            file.write("Disk | full\nCPU | hot\n")
        os.rename(path + ".new", path)
        wait_for(lambda: self.sandbox.texts()[1:] == ["Disk\nfull", "CPU\nhot"], what="the alerts")
        self.end(program)


if __name__ == "__main__":
    main()
