# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lets a test drive the vendor's client: a line of JSON on standard input is a request, one on standard output an
answer, an event, or something that the client has complained about.

It runs with the Python of an environment that has the vendor's library, and so uses nothing of this tree.
"""

import asyncio
import base64
import dataclasses
import enum
import gc
import inspect
import json
import logging
import os
import sys
import warnings

import trueconf
from trueconf import Bot, Dispatcher, Router
from trueconf.types.input_file import BufferedInputFile, FSInputFile, URLInputFile

EVENTS = ["message", "system_message", "callback_query", "uploading_progress", "changed_participant_role",
          "changed_file_upload_limits", "cleared_chat_history", "created_personal_chat", "created_group_chat",
          "created_favorites_chat", "created_channel", "added_chat_participant", "removed_chat_participant",
          "removed_chat", "edited_message", "edited_chat_avatar", "edited_chat_title", "removed_message"]
SHORTCUTS = ["chat_id", "text", "mention", "quote", "document", "photo", "video", "sticker", "voice", "location"]


def describe(value):
    """What JSON can say of an object of the library."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, dict):
        return {name: describe(member) for name, member in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [describe(member) for member in value]
    if not dataclasses.is_dataclass(value):
        return value
    names = [field.name for field in dataclasses.fields(value)]
    if type(value).__name__ == "Message":
        names += SHORTCUTS
    # some shortcuts work only for messages that were received
    return {name: describe(getattr(value, name, None)) for name in names if not name.startswith("_")}


def understand(value):
    """The argument that a description stands for: files and keyboards are objects of the library."""
    if not isinstance(value, dict):
        return value
    if "path" in value:
        return FSInputFile(**value)
    if "base64" in value:
        return BufferedInputFile(base64.b64decode(value["base64"]), file_name=value["file_name"])
    if "url" in value:
        return URLInputFile(**value)
    if "keyboard" in value:
        from trueconf.types.keyboard import InlineKeyboardMarkup
        return InlineKeyboardMarkup(buttons=[[understand_button(**button) for button in row]
                                             for row in value["keyboard"]])
    raise ValueError(f"what is {value!r}?")


def understand_button(style=None, **members):
    from trueconf import ButtonStyle, InlineKeyboardButton
    return InlineKeyboardButton(style=None if style is None else ButtonStyle(style), **members)


class Complaints(logging.Handler):
    """What the library reports as an error. What it raises besides is an answer, and not counted again."""

    RAISED = ("API error:", "Failed to obtain token", "Authorization failed", "File too large:", "File blocked by")

    def __init__(self):
        super().__init__(logging.ERROR)
        self.texts = []

    def emit(self, record):
        text = record.getMessage()
        if not any(raised in text for raised in self.RAISED):
            self.texts.append(text)

    def on_loop(self, loop, context):
        self.texts.append(f"{context['message']}: {context.get('exception')!r}")


def make_bot(how, server, **settings):
    """A bot that has logged in."""
    if how == "from_credentials" and not hasattr(Bot, "from_oauth"):
        # 1.4 has its log-in at port 443 only: the same request goes to where the server is
        from trueconf.utils._ssl import _build_ssl_context
        from trueconf.utils._token import _get_auth_token
        token = _get_auth_token(server, settings.pop("username"), settings.pop("password"),
                                _build_ssl_context(settings.get("verify_ssl", True)), port=settings["web_port"],
                                protocol="https" if settings["https"] else "http")
        return Bot(server, token, **settings)
    return (Bot if how == "token" else getattr(Bot, how))(server, **settings)


class Driver:
    def __init__(self):
        self.bot = None
        self.running = None
        self.received = []
        self.complaints = Complaints()
        for name in ("trueconf", "chat_bot", "asyncio"):
            logging.getLogger(name).addHandler(self.complaints)

    def put(self, **line):
        print(json.dumps(line), flush=True)

    def on_event(self, kind):
        async def handler(event):
            self.received.append(event)
            self.put(event=kind, number=len(self.received) - 1, data=describe(event))
        return handler

    async def on_health(self, health):
        self.put(health=health)

    async def start(self, how="from_credentials", **settings):
        """Makes a bot and starts it."""
        router = Router()
        for kind in EVENTS:
            if hasattr(router, kind):
                getattr(router, kind)()(self.on_event(kind))
        dispatcher = Dispatcher()
        dispatcher.include_router(router)
        self.received.clear()
        # as in a program of its own: this blocks the loop
        self.bot = make_bot(how, dispatcher=dispatcher, on_health_check=self.on_health, **settings)
        self.running = asyncio.create_task(self.bot.run(handle_signals=False))
        authorized = asyncio.create_task(self.bot.authorized_event.wait())
        await asyncio.wait([self.running, authorized], return_when=asyncio.FIRST_COMPLETED)
        if self.running.done():
            authorized.cancel()
            self.bot = None
            self.running.result()
            raise RuntimeError("the bot has stopped")
        return self.bot.me_id

    async def stop(self):
        """Stops the bot, and returns what it has complained about."""
        bot, self.bot = self.bot, None
        if bot is not None:
            await bot.shutdown()
            await self.running
        self.running = None
        # tasks that failed are reported when nobody refers to them any more
        self.received.clear()
        gc.collect()
        texts, self.complaints.texts = self.complaints.texts, []
        return texts

    async def call(self, name, of=None, **arguments):
        """Calls a method of the bot, or of an event that it has received."""
        target = self.bot if of is None else self.received[of]
        *path, last = name.split(".")
        for part in path:
            target = getattr(target, part)
        result = getattr(target, last)
        # a property that was asked for before gives something that looks callable
        if inspect.ismethod(result):
            result = result(**{key: understand(value) for key, value in arguments.items()})
        return await result if inspect.isawaitable(result) else result

    async def answer(self, request):
        number = request.pop("id")
        method = getattr(self, request.pop("do"))
        try:
            self.put(answer=number, result=describe(await method(**request)))
        except Exception as error:
            self.put(answer=number, error=type(error).__name__, text=str(error), code=getattr(error, "code", None))

    async def main(self):
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self.complaints.on_loop)
        reader = asyncio.StreamReader(limit=2 ** 26)
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        self.put(ready=trueconf.__file__)
        tasks = set()
        while line := await reader.readline():
            task = asyncio.create_task(self.answer(json.loads(line)))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await self.stop()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    asyncio.run(Driver().main())
