# SPDX-License-Identifier: LGPL-2.1-or-later
"""The bot of the behaviours in Python, on GLib's main loop, or on asyncio's with --asyncio."""

import asyncio
import os
import re
import sys
import tempfile
import time

import gi

gi.require_version("Trueconf", "1")
from gi.repository import GLib, Trueconf
from gi.repository.Trueconf import Bold, Button, Command, F, Form, FormField, State, StatesGroup, Text

if "--asyncio" in sys.argv:
    Flag, sleep = asyncio.Event, asyncio.sleep
else:
    Flag, sleep = Trueconf.Flag, Trueconf.sleep

dispatcher = Trueconf.Dispatcher(storage=Trueconf.SqliteStorage(os.environ["DIALOGS_FILE"]))
router = Trueconf.Router("behaviours")


class Order(StatesGroup):
    dish = State()
    count = State()


class Amount(Form):
    count = FormField.number("How many?", integer=True, minimum=1)


amount = Amount(summary=False)
dispatcher.include_router(amount)
dispatcher.include_router(router)
guarded = Trueconf.Router("guarded")
dispatcher.include_router(guarded)

bot = Trueconf.Bot(server="127.0.0.1", port=int(os.environ["PORT"]), https=False, username="echo_bot",
                   password=os.environ["BOT_PASSWORD"], dispatcher=dispatcher, timeout=2, ws_max_retries=2, ws_max_delay=1)
pushed = []
bot.connect("status-changed", lambda bot, health: pushed.append(health.props.status.value_nick))
go = None

dispatcher.add_outer_middleware(Trueconf.DialogCancel(F.text == "/cancel", text="Nothing is ordered."))


@router.inner_middleware
async def who(event, context, next):
    if isinstance(event, Trueconf.Message):
        context.set_data("who", event.author.id)
    await next()


@router.error(ZeroDivisionError)
async def failed(error, event):
    await event.answer(f"failed: {error}")


@router.message(F.text == "/slow")
async def slow(message):
    await sleep(0.3)
    await message.answer("slow")


@router.message(F.text == "/wait")
async def wait(message):
    global go
    go = Flag()
    await go.wait()
    await message.answer("waited")


@router.message(F.text == "/go")
async def release(message):
    while go is None:
        await sleep(0.01)
    await message.answer("gone")
    go.set()


@router.message(F.text == "/reply")
async def reply(message):
    await message.reply("a reply")


@router.message(F.text == "/forward")
async def forward(message):
    await message.forward(message.chat_id)


@router.message(Command("bold"))
async def bold(message, command):
    await message.answer(Text(Bold("bold"), " ", command.args))


@router.message(F.text == "/long")
async def long(message):
    await message.answer("x " * 5000, split=True)


@router.message(F.text == "/edit")
async def edit(message):
    sent = await message.answer("one")
    await bot.edit_message(sent.message_id, "two")


@router.message(F.text == "/remove")
async def remove(message):
    sent = await message.answer("not for long")
    await bot.remove_message(sent.message_id, True)


@router.message(F.text == "/button")
async def button(message):
    await message.answer("Shall I?", keyboard=[[Button(text="Yes", command="do", custom_data="7")]])


@router.callback_query(F.command == "do")
async def pressed(query):
    await query.edit_message(f"Done: {query.custom_data}")


@router.message(F.text == "/history")
async def history(message):
    page = await bot.get_chat_history(message.chat_id, 3)
    await message.answer(", ".join(one.text for one in page))


@router.message(Command("add", arguments="a:int b:int", description="adds two numbers"))
async def add(message, a, b):
    await message.answer(str(a + b))


router.add_help()


@router.message(F.text.regexp(re.compile(r"^order (?P<number>\d+)$")).as_("found"))
async def order_number(message, found):
    await message.answer(f"order number {found['number']}")


@router.message(F.text == "/who")
async def tell_who(message, who):
    await message.answer(f"who: {who}")


@router.message(F.text == "/fail")
async def fail(message):
    raise ZeroDivisionError("on purpose")


@router.message(F.text == "/order")
async def order(message, state):
    await state.set_state(Order.dish)
    await message.answer("Which dish?")


@router.message(Order.dish)
async def dish(message, state):
    await state.update_data(dish=message.text)
    await state.set_state(Order.count)
    await message.answer("How many?")


@router.message(Order.count)
async def count(message, state):
    data = await state.get_data()
    await state.clear()
    await message.answer(f"{message.text} × {data['dish']}")


@router.message(F.text == "/ask")
async def ask(message, context):
    name = await context.ask("Your name?")
    await name.answer(f"Hello, {name.text}")


@router.message(F.text == "/form")
async def begin_form(message, context):
    await amount.begin(context)


@amount.finished
async def ordered(result):
    await bot.send_message(result.chat_id, f"{result['count']} ordered")


@router.message(F.text == "/file")
async def send_file(message):
    await message.answer_document(Trueconf.InputFile.new_for_bytes(GLib.Bytes.new(b"plan\n"), "plan.txt"))


@router.message(F.document)
async def download(message):
    with tempfile.TemporaryDirectory() as folder:
        written = await bot.download_file(message.document.file_id, folder)
        await message.answer(f"{written.name}: {written.stat().st_size} bytes")


@router.message(F.text == "/block")
async def block(message):
    time.sleep(4)
    await message.answer("unblocked")


@router.message(F.text == "/offline")
async def offline(message):
    await bot.get_chats(1, 1)
    while bot.authorized:
        await sleep(0.01)
    await message.answer("said offline")


@router.message(F.text == "/missing")
async def missing(message):
    try:
        await bot.get_chat_by_id("nowhere")
    except Trueconf.ChatNotFound:
        await message.answer("CHAT_NOT_FOUND")


@router.message(F.text == "/timeout")
async def time_out(message):
    try:
        await bot.get_chats(1, 1)
    except Trueconf.TimedOut:
        await message.answer("TIMED_OUT")


@router.message(F.text == "/cancelled")
async def cancelled(message):
    call = bot.get_chats(1, 1)
    GLib.timeout_add(50, lambda: call.cancel() and False)
    try:
        await call
    except (Trueconf.Cancelled, asyncio.CancelledError):
        await message.answer("CANCELLED")


@router.message(F.text == "/raw")
async def raw(message):
    chats = await bot.call("getChats", {"count": 10, "page": 1})
    await message.answer(f"getChats: {len(chats)}")


@router.on("futureEvent")
async def future(event):
    chat_id = await bot.create_personal_chat("nora")
    await bot.send_message(chat_id, f"futureEvent: {event.raw['a']}")


@router.added_chat_participant()
async def welcome(event):
    if event.user_id != bot.user_id:
        await bot.send_message(event.chat_id, f"Welcome, {event.user_id}")


@router.message(F.text == "/typing")
async def typing(message):
    with bot.activity(message.chat_id, Trueconf.ChatActivity.TYPING):
        await sleep(0.2)
    await message.answer("typed")


@router.message(F.text == "/health")
async def health(message):
    await message.answer(f"{', '.join(pushed)}; {bot.health_check().status.value_nick}")


guarded.add_outer_middleware(Trueconf.AccessList(denied_users=["mallory"], notice="Ask Nora"))


@guarded.message(F.text)
async def echo(message):
    await message.answer(message.text)


async def main():
    await bot.run()


try:
    if "--asyncio" in sys.argv:
        asyncio.run(main())
    else:
        bot.run()
except Trueconf.TrueconfError as error:
    sys.exit(str(error))
