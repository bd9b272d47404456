#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Takes orders for repairs: write /form to be asked by a form that is described as data, or /states to be asked with states.

/cancel leaves both. Who has answered what is kept in the file DIALOGS_FILE, or dialogs.sqlite, so the bot can be killed at any time:
when it is started again, it goes on with the answers that were written in the meantime.
"""

import os
import sys

import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf
from gi.repository.Trueconf import Command, F, Form, FormField, State, StatesGroup

DEVICES = ["printer", "screen", "phone"]
ORDER = "Repair of the {device} in room {room}, for {name}."

dp = Trueconf.Dispatcher(storage=Trueconf.SqliteStorage(os.environ.get("DIALOGS_FILE") or "dialogs.sqlite"))
dp.add_outer_middleware(Trueconf.DialogCancel(Command("cancel"), text="Nothing is ordered."))

bot = Trueconf.Bot(
    server=os.environ.get("SERVER", "127.0.0.1"),
    port=int(os.environ.get("PORT") or "0"),
    https=os.environ.get("HTTPS") != "0",
    token=os.environ.get("TOKEN"),
    username=os.environ.get("BOT_USER"),
    password=os.environ.get("BOT_PASSWORD"),
    ack_policy="after-handler", receive_unread_messages=True,  # nothing is lost while the bot is off
    dispatcher=dp,
)


# ---- with a form: it asks, checks, goes back, and shows all answers at the end
class Repair(Form):
    name = FormField.text("What is your name?", max_length=40)
    room = FormField.number("Which room?", integer=True, minimum=1, maximum=999)
    device = FormField.choice("What is broken?", choices=DEVICES)


form = Repair()
dp.include_router(form)


@dp.message(Command("form"))
async def begin_form(message: Trueconf.Message, context: Trueconf.Context) -> None:
    await form.begin(context)


@form.finished
async def finished(result: Trueconf.FormResult) -> None:
    await bot.send_message(result.chat_id, ORDER.format(**result.to_dict()))


# ---- with states: handlers do what they want at each step
class Steps(StatesGroup):
    name = State()
    room = State()
    device = State()
    confirm = State()


QUESTIONS = {
    "Steps:name": "What is your name? It can have 40 characters.",
    "Steps:room": "Which room, from 1 to 999?",
    "Steps:device": f"What is broken: {', '.join(DEVICES)}?",
    "Steps:confirm": ORDER + " Is that right, yes or no?",
}


@dp.message(Command("states"))
@dp.message(Steps.confirm, F.plain_text.lower() == "no")
async def begin_states(message: Trueconf.Message, state: Trueconf.FsmContext) -> None:
    await state.set_state(Steps.name)
    await message.answer(QUESTIONS["Steps:name"])


@dp.message(Steps.name, F.plain_text.regexp(r"(?s)^\s*\S.{0,39}$"))
@dp.message(Steps.room, F.plain_text.regexp(r"^[1-9][0-9]{0,2}$"))
@dp.message(Steps.device, F.plain_text.lower().in_(DEVICES))
async def take(message: Trueconf.Message, state: Trueconf.FsmContext, raw_state: str) -> None:
    text = message.plain_text.strip() if raw_state == "Steps:name" else message.plain_text.lower()
    data = await state.update_data({raw_state.removeprefix("Steps:"): text})
    following = await state.go_on(Steps)
    await message.answer(QUESTIONS[str(following)].format(**data))


@dp.message(Steps.confirm, F.plain_text.lower() == "yes")
async def send(message: Trueconf.Message, state: Trueconf.FsmContext) -> None:
    await message.answer(ORDER.format(**await state.get_data()))
    await state.clear()


@dp.message(Steps)
async def ask_again(message: Trueconf.Message, state: Trueconf.FsmContext, raw_state: str) -> None:
    await message.answer(QUESTIONS[raw_state].format(**await state.get_data()))


@dp.fallback(Trueconf.Message, F.text)
async def hint(message: Trueconf.Message) -> None:
    await message.answer("/form and /states order a repair, /cancel leaves an order.")


if __name__ == "__main__":
    try:
        bot.run()
    except Trueconf.TrueconfError as error:
        sys.exit(str(error))
