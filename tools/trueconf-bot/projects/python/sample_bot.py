#!/usr/bin/env python3
# SPDX-License-Identifier: CC0-1.0
"""Orders lunch: /order asks what and how much, and so does the button below the answer to /start."""

import os
import sys
from pathlib import Path

import gi

gi.require_version("Trueconf", "1")
from gi.repository import GLib, Trueconf
from gi.repository.Trueconf import Button, Command, F, Form, FormField

dispatcher = Trueconf.Dispatcher()


# ---- the dialog: what it asks, and what becomes of the answers


class Order(Form):
    dish = FormField.choice("What would you like?", choices=["Soup", "Salad", "Pasta"])
    count = FormField.number("How many?", integer=True, minimum=1, maximum=20)


order = Order()
dispatcher.include_router(order)


@order.finished
async def ordered(result: Trueconf.FormResult) -> None:
    await result.bot.send_message(result.chat_id, f"Ordered: {result['count']} × {result['dish']}")


# ---- commands and buttons


@dispatcher.message(Command("start", description="says hello"))
async def start(message: Trueconf.Message) -> None:
    await message.answer(
        "Hello! I order lunch. /help lists what I can do.",
        keyboard=[[Button("Order lunch", command="order")]],
    )


@dispatcher.message(Command("order", description="orders lunch"))
async def order_by_command(_message: Trueconf.Message, context: Trueconf.Context) -> None:
    await order.begin(context)


@dispatcher.callback_query(F.command == "order")
async def order_by_button(_query: Trueconf.CallbackQuery, context: Trueconf.Context) -> None:
    await order.begin(context)


dispatcher.add_help()


# ---- the program


def new_bot() -> Trueconf.Bot:
    return Trueconf.Bot(
        server=os.environ.get("TRUECONF_SERVER"),
        port=int(os.environ.get("TRUECONF_PORT") or "0"),
        https=os.environ.get("TRUECONF_TLS") != "false",
        tls_ca_file=os.environ.get("TRUECONF_CA_FILE"),
        username=os.environ.get("TRUECONF_USER"),
        password=Path(os.environ.get("TRUECONF_PASSWORD_FILE", "password")).read_text().rstrip(),
        dispatcher=dispatcher,
    )


def main() -> None:
    try:
        new_bot().run()
    except (GLib.Error, OSError) as error:
        sys.exit(f"sample-bot: {error}")


if __name__ == "__main__":
    main()
