# SPDX-License-Identifier: LGPL-2.1-or-later
"""The blocks of docs/python.md: the first one is a program, the others are parts of one."""

import ast
import asyncio
import contextlib
import datetime
import io
import logging
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from types import SimpleNamespace
from unittest import mock

from harness import BotTest, main, run, wait_for

from gi.repository import Trueconf
from gi.repository.Trueconf import F

DOCS = pathlib.Path(__file__).parents[2] / "docs"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", (DOCS / "python.md").read_text(), re.MULTILINE | re.DOTALL)


class PythonGuide(BotTest):
    def setUp(self):
        super().setUp()
        self.left = list(BLOCKS)
        self.router = Trueconf.Router("guide")
        self.dispatcher = Trueconf.Dispatcher()
        self.dispatcher.include_router(self.router)
        self.bot = self.make_bot(dispatcher=self.dispatcher)
        self.names = {"Trueconf": Trueconf, "F": F, "asyncio": asyncio, "datetime": datetime, "logging": logging, "bot": self.bot, "router": self.router}

    def block(self, part, more=""):
        """Runs the block with this part, which may await, and returns what it prints."""
        found = [text for text in self.left if part in text]
        self.assertEqual(len(found), 1, part)
        self.left.remove(found[0])
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            result = eval(compile(found[0] + more, "python.md", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), self.names)
            if result is not None:
                run(result)
        return printed.getvalue()

    def connections(self):
        return [one for one in self.sandbox.call("/sandbox/state")["connections"] if one["authorized"]]

    def ask(self, text, answer):
        before = self.sandbox.texts().count(answer)
        self.sandbox.say(text)
        wait_for(lambda: self.sandbox.texts().count(answer) > before, what=f"for {answer}")

    def test_blocks(self):
        self.program()
        self.before_the_start()
        self.filters_and_dialogs()
        self.calls()
        self.pages_and_failures()
        self.loops()
        self.assertEqual(self.left, [])

    def program(self):
        text, = (text for text in self.left if "bot.run()" in text)
        self.left.remove(text)
        environment = {**os.environ, "SERVER": "127.0.0.1", "PORT": str(self.sandbox.port), "HTTPS": "0", "TOKEN": self.sandbox.token()}
        process = subprocess.Popen([sys.executable, "-c", text], env=environment)
        try:
            wait_for(lambda: process.poll() is not None or self.connections())
            self.ask("into the program", "into the program")
        finally:
            process.kill()
            process.wait()
        wait_for(lambda: not self.connections())

    def before_the_start(self):
        self.assertEqual(self.block("bot.ordering"), "disconnected DISCONNECTED 1\nunknown, disconnected, connected, authorized\n")
        self.assertEqual(self.bot.ordering, Trueconf.Ordering.NONE)
        self.bot.ordering = "per-chat"
        self.block("InputFile")
        self.assertEqual((self.bot.timeout, self.names["picture"].file_name), (60, "dot.gif"))
        self.block("ShopBot")
        self.assertEqual(self.names["ShopBot"]("Oslo", server="x", token="a.b.c").city, "Oslo")
        self.names["print"] = print
        self.block("status-changed")

    def filters_and_dialogs(self):
        found, forgotten = [], []
        self.names.update(banned=["omar@sandbox.local"], found=found)
        self.block("banned", "def found_it(message):\n    found.append(message.text)\n")
        self.block('as_("found")')

        async def find(user):
            return SimpleNamespace(name="Nora Barnes") if user.startswith("nora") else None

        self.names["people"] = SimpleNamespace(find=find)
        self.block("people.find")
        # the file of the guide has no folder; the dialogs of the bot here are in the memory
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            self.block("StatesGroup")
            del self.names["dp"]
        self.block("dialog_expired")
        self.names.update(forget=forgotten.append)
        messages = []

        @self.router.message(F.text == "first")
        async def first(message):
            messages.append(message)

        run(self.bot.start())
        self.sandbox.say("first")
        wait_for(lambda: messages)
        self.message = messages[0]
        self.names.update(message=messages[0], chat_id=messages[0].chat_id)
        self.ask("order 12", "Number 12 is on its way.")
        self.ask("/me", "Nora Barnes")
        for text, answer in (("order", "Which dish?"), ("soup", "How many?"), ("3", "3 × soup"), ("order", "Which dish?")):
            self.ask(text, answer)
        self.names["Order"].amount.set_timeout(0.2)
        self.ask("cake", "How many?")
        wait_for(lambda: "Your cake is forgotten" in self.sandbox.texts())
        for text in ("PING", "/help me"):
            self.sandbox.say(text)
        wait_for(lambda: found == ["PING", "/help me"])

        self.names.update(text="sent")
        self.assertEqual(self.block("ChatNotFound"), "")
        self.assertEqual(forgotten, [])

    def calls(self):
        async def no_sleep(_seconds):
            """The guide sleeps for longer than a test may."""

        with mock.patch.object(Trueconf, "sleep", no_sleep):
            self.block("getChatByID")
        self.assertIn("<b>Good morning</b>", self.sandbox.texts())
        self.assertEqual(self.names["chat"]["chatId"], self.names["chat_id"])
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            pathlib.Path("cat.png").write_bytes(b"\x89PNG\r\n\x1a\n")
            document = run(self.bot.send_document(self.names["chat_id"], "cat.png"))
            self.names["message"] = SimpleNamespace(document=SimpleNamespace(file_id=document.file_id),
                                                    answer_photo=self.names["message"].answer_photo)
            text, = (text for text in self.left if "answer_photo" in text)
            self.left[self.left.index(text)] = text.replace("/srv/files", folder)
            self.block("answer_photo")
            self.assertEqual(pathlib.Path(self.names["written"]).read_bytes(), pathlib.Path("cat.png").read_bytes())
        self.names["message"] = self.message
        self.block("Copy the number")
        self.assertEqual(self.names["sent"].chat_id, self.names["chat_id"])

    def pages_and_failures(self):
        self.block("get_chats(timeout")
        self.assertEqual(len(self.names["chats"]), 1)
        self.names["last_week"] = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=7)
        self.assertIn("nora@sandbox.local user", self.block("iter_history"))
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            pathlib.Path("film.mp4").write_bytes(bytes(100000))
            self.assertTrue(self.block("Trueconf.Progress()").endswith("100000 of 100000\n"))

            logger = logging.getLogger("trueconf")
            before = list(logger.handlers)
            self.names["dp"] = self.dispatcher
            self.block("ZeroDivisionError")

            @self.router.message(F.text.startswith("fail"))
            def fail(message):
                return 1 // 0 if message.text == "fail 0" else [][0]

            self.ask("fail 0", "That cannot be divided.")
            self.sandbox.say("fail 1")
            wait_for(lambda: "IndexError" in pathlib.Path("bot.log").read_text())
            for handler in set(logger.handlers) - set(before):
                logger.removeHandler(handler)
                handler.close()

        self.names["make_report"] = lambda: "from afar"
        self.block("call_soon_threadsafe")
        run(Trueconf.to_thread(self.names["work"]))
        self.assertIn("from afar", self.sandbox.texts())

    def loops(self):
        self.names.update(users=["nora", "omar"], make_report=lambda: "all is well")
        self.block("gather(*(bot.get_user")
        self.assertEqual((len(self.names["names"]), self.names["report"]), (2, "all is well"))
        run(self.bot.stop())
        self.block("The backup is done")
        self.assertIn("The backup is done", self.sandbox.texts())

        before = self.sandbox.texts().count("Good morning")
        self.names["chats"] = [self.names["chat_id"]] * 3
        self.block("asyncio.run(main())")
        self.assertEqual(self.sandbox.texts().count("Good morning"), before + 3)

        # what FastAPI does with it is tested with FastAPI's own program, in the guide of the vendor
        served = {}
        self.names["app"] = SimpleNamespace(on_event=lambda name: lambda function: served.setdefault(name, function),
                                            get=lambda path: lambda function: served.setdefault(path, function))
        self.block("app.get")
        run(served["startup"]())
        self.assertEqual(run(served["/health"]())["status"], "authorized")
        run(served["shutdown"]())
        self.assertEqual(run(served["/health"]())["status"], "disconnected")


if __name__ == "__main__":
    main()
