# SPDX-License-Identifier: LGPL-2.1-or-later
"""Telling uses of the stubs. It is checked, and never run."""

import datetime
import re

import gi

gi.require_version("Trueconf", "1")
from gi.repository import Gio, GLib, Trueconf
from gi.repository.Trueconf import Bold, Button, F, FSMContext, State, StatesGroup
from typing_extensions import assert_type

router = Trueconf.Router("typed")
dp = Trueconf.Dispatcher(storage=Trueconf.SqliteStorage("dialogs.sqlite"), strategy="user-in-chat")
bot = Trueconf.Bot("server", "token", https=False, web_port=4309, verify_ssl="ca.pem", ack_policy="after-handler", dispatcher=dp)
other = Trueconf.Bot.from_credentials("server", "echo", "secret", receive_unread_messages=True)


class Order(StatesGroup):
    name = State()
    address = State(timeout=60)


# ---- what handlers get, and what decorators make of them

@router.message
async def every(message: Trueconf.Message) -> None:
    print(message.message_id.upper())


@router.message(F.text.startswith("/") & ~(F.author.id == "eve"), Order.name)
async def some(message: Trueconf.Message, state: FSMContext, bot: Trueconf.Bot) -> Trueconf.SentMessage:
    print((await state.get_data())["name"])
    assert_type(await state.go_on(Order), Trueconf.State | None)
    return await message.answer(message.text, keyboard=[[Button("Yes", data="1")]])


async def call_handlers(message: Trueconf.Message, state: FSMContext) -> None:
    # a decorated function is what it was
    assert_type(await every(message), None)
    assert_type(await some(message, state, bot), Trueconf.SentMessage)


@router.callback_query(F.command.in_(["a", "b"]))
async def press(query: Trueconf.CallbackQuery) -> None:
    await query.edit_message("text", parse_mode="html", keyboard=None)


@router.on(Trueconf.RemovedChat)
def gone(event: Trueconf.RemovedChat) -> None:
    print(event.chat_id)


@router.event("removeChat")
async def raw(event: Trueconf.Event) -> None:
    print(event.method)


@router.error(ValueError)
async def failed(error: ValueError, event: Trueconf.Event) -> None:
    print(error, event)


@dp.outer_middleware
async def around(event: Trueconf.Event, next: Trueconf.Next) -> None:
    assert_type(await next(), bool)


# ---- methods, properties, values

async def methods() -> None:
    assert_type(await bot.send_message("chat", "text"), Trueconf.SentMessage)
    assert_type(await bot.send_message("chat", Bold("text"), split=True), list[Trueconf.SentMessage])
    assert_type(await bot.send_photo("chat", "a.png", caption="A"), Trueconf.SentMessage)
    assert_type(await bot.get_chats(), list[Trueconf.Chat])
    assert_type(await bot.get_chat_history("chat", 10), list[Trueconf.Message])
    assert_type(await bot.create_personal_chat("nora"), str)
    operation = bot.send_message("chat", "text", Trueconf.ParseMode.HTML, cancellable=Gio.Cancellable())
    operation.add_done_callback(lambda done: print(done.exception()))
    assert_type(operation.cancel(), bool)
    assert_type(operation.result(), Trueconf.SentMessage)
    async with bot as entered:
        assert_type(entered, Trueconf.Bot)
        with entered.typing("chat"):
            await Trueconf.sleep(1)
    assert_type(await Trueconf.gather(bot.get_chats(), bot.get_chats()), list[list[Trueconf.Chat]])
    assert_type(await Trueconf.wait_for(bot.get_chats(), 5), list[Trueconf.Chat])
    assert_type(await Trueconf.to_thread(len, "text"), int)


def values() -> None:
    assert_type(bot.status, Trueconf.Status)
    assert_type(bot.server, str | None)
    bot.ack_policy = "after-handler"
    bot.ack_policy = Trueconf.AckPolicy.AFTER_HANDLER
    assert_type(Trueconf.ParseMode.HTML.value_nick, str)
    assert_type(Trueconf.spawn(methods()), Trueconf.Task[None])
    assert_type(Bold("a") + "b", Trueconf.Text)
    assert_type(list(Trueconf.Keyboard([[Button("a")]])), list[list[Trueconf.Button]])
    error: GLib.GError = Trueconf.FileTooLarge()
    print(error)


def signals() -> None:
    def on_status(bot: Trueconf.Bot, health: Trueconf.Health) -> None:
        assert_type(health.authorized, bool)

    def with_data(bot: Trueconf.Bot, health: Trueconf.Health, text: str) -> None:
        print(text)

    assert_type(bot.connect("status-changed", on_status), int)
    bot.connect("status-changed", with_data, "data")
    bot.connect("notify::status", lambda bot, _: print(bot.status))
    bot.connect("event::removeChat", lambda _bot, event: print(event.method))


async def jobs(scheduler: Trueconf.Scheduler) -> None:
    @scheduler.every(datetime.timedelta(hours=1))
    async def hourly() -> None:
        await methods()

    assert_type(scheduler.jobs, list[Trueconf.Job])


def searches() -> None:
    regex = Trueconf.BoundedRegex("oslo", GLib.RegexCompileFlags.CASELESS)
    assert_type(regex.find("in Oslo", limit=1), GLib.Variant)
    print(Trueconf.BoundedRegex(pattern=re.compile("oslo")).flags, Trueconf.Filter.new_regex(re.compile("oslo")))
