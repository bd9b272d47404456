# SPDX-License-Identifier: LGPL-2.1-or-later
"""The Python blocks of the guides that are parts of a program: buttons, files, jobs, monitoring and errors."""

import ast
import contextlib
import datetime
import io
import os
import pathlib
import re
import tempfile
import threading
import urllib.request

import gi

gi.require_version("Soup", "3.0")

from harness import BotTest, main, run, wait_for

from gi.repository import Gio, GLib, Soup, Trueconf
from gi.repository.Trueconf import F

DOCS = pathlib.Path(__file__).parents[2] / "docs"


def blocks(guide):
    """The blocks of a guide in Python, each of which may await."""
    texts = re.findall(r"^```python\n(.*?)^```$", (DOCS / guide).read_text(), re.MULTILINE | re.DOTALL)
    return [compile(text, guide, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT) for text in texts]


async def execute(block, names):
    result = eval(block, names)
    if result is not None:
        await result


class GuideTest(BotTest):
    def start(self):
        """A bot whose handler of Nora's first message runs blocks; returns what they need."""
        self.dispatcher = Trueconf.Dispatcher()
        self.router = Trueconf.Router("guide")
        self.dispatcher.include_router(self.router)
        self.bot = self.make_bot(dispatcher=self.dispatcher)
        messages = []

        @self.router.message(F.text == "first")
        async def first(message):
            messages.append(message)

        run(self.bot.start())
        self.sandbox.say("first")
        wait_for(lambda: messages)
        message = messages[0]
        return {"Trueconf": Trueconf, "F": F, "Gio": Gio, "GLib": GLib, "bot": self.bot, "router": self.router, "message": message,
                "chat_id": message.chat_id}


class ButtonsGuide(GuideTest):
    def test_blocks(self):
        names = self.start()
        restarted = []
        names["restart"] = restarted.append
        for block in blocks("buttons.md"):
            run(execute(block, names))
        question = self.sandbox.messages()[-1]
        self.assertEqual(question["text"], "Shall I restart it?")
        self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": question["message_id"], "row": 0, "column": 0})
        wait_for(lambda: self.sandbox.texts() == ["Done."])
        self.assertEqual(restarted, ["host=db7"])
        self.assertNotIn("buttons", self.sandbox.messages()[-1]["envelope"]["content"])

        self.sandbox.say("city")
        wait_for(lambda: "Which city?" in self.sandbox.texts())
        cities = self.sandbox.messages()[-1]["message_id"]
        self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": cities, "row": 1, "column": 1})
        wait_for(lambda: "Oslo" in str(self.sandbox.messages()[-1]["envelope"]["content"].get("buttons")), what="for the second page")
        self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": cities, "row": 0, "column": 0})
        wait_for(lambda: "You have chosen osl." in self.sandbox.texts())


class FilesGuide(GuideTest):
    def test_blocks(self):
        names = self.start()
        sending, fetching, keeping, contact = blocks("files.md")
        picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\6\0\0\0\x1f\x15\xc4\x89"
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            pathlib.Path("plan.pdf").write_bytes(b"%PDF-1.4\n")
            pathlib.Path("cat.png").write_bytes(picture)
            pathlib.Path("kept").mkdir()

            # what is at another address comes from this machine
            new_for_uri = Trueconf.InputFile.new_for_uri
            here = GLib.filename_to_uri(f"{folder}/cat.png", None)
            addresses = []

            class Files:
                new_for_uri = staticmethod(lambda uri: addresses.append(uri) or new_for_uri(here))

            class Library:
                InputFile = Files

            run(execute(sending, {**names, "Trueconf": Library}))
            self.assertEqual(addresses, ["https://example.com/cat.png"])
            files = self.sandbox.call("/sandbox/files")["files"]
            self.assertEqual(sorted(file["name"] for file in files), ["cat.png", "plan.pdf"])
            self.assertIn("<b>A cat</b>", str(self.sandbox.messages()))

            self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {"name": "big.bin", "size": 100_000}})
            big = next(file for file in self.sandbox.call("/sandbox/files")["files"] if file["name"] == "big.bin")
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                run(execute(fetching, {**names, "file_id": big["id"], "folder": Gio.File.new_for_path("kept")}))
            self.assertIn("100000 of 100000", output.getvalue())
            self.assertEqual(pathlib.Path("kept/big.bin").stat().st_size, 100_000)

            # the folder of the guide is that of a server
            class Places:
                File = type("File", (), {"new_for_path": staticmethod(lambda path: Gio.File.new_for_path("kept"))})

            run(execute(keeping, {**names, "Gio": Places}))
            self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {"name": "note.txt", "size": 5}})
            wait_for(lambda: "Kept as note.txt" in self.sandbox.texts())

            card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Lena Vogel\r\nTEL:+47 1\r\nEND:VCARD\r\n"
            messages = []

            @self.dispatcher.message(F.content.attachment.name == "lena.vcf")
            async def card_came(message):
                messages.append(message)

            self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {
                "name": "lena.vcf", "mime_type": "text/vcard", "base64": GLib.base64_encode(card.encode())}})
            wait_for(lambda: messages, what="for the card")
            run(execute(contact, {**names, "message": messages[0]}))
            self.assertIn("Lena Vogel: +47 1", self.sandbox.texts())


class JobsGuide(GuideTest):
    def test_blocks(self):
        names = self.start()
        run(self.bot.call("getChats", {"count": 1, "page": 1}))
        sent = []

        @self.bot.request_middleware
        def double(request, next):
            if request.method != "sendMessage":
                return next()
            sent.append(request.payload["content"]["text"])
            return {"chatId": "team", "messageId": "m", "timestamp": 1}

        with tempfile.TemporaryDirectory() as folder:
            names.update(folder=folder, datetime=datetime)
            for block in blocks("jobs.md"):
                run(execute(block, names))
                scheduler = names["scheduler"]
                for job in scheduler.jobs:
                    job.run()
                run(scheduler.stop())
        self.assertEqual(sorted(set(sent)), sorted([
            "Time for the report", "check: all is well", "Good evening", "What has happened", "Happy New Year", "An hour has passed"]))


class MonitoringGuide(GuideTest):
    def test_blocks(self):
        names = {**self.start(), "os": os, "Soup": Soup}
        # any port that is free
        os.environ["HEALTH_PORT"] = "0"
        for block in blocks("monitoring.md"):
            run(execute(block, names))
        health, application = names["health"], names["application"]
        self.addCleanup(health.stop)
        self.assertTrue(health.is_ready())
        self.assertIn("echo_bot@sandbox.local", health.format_health("echo"))
        application.listen_local(0, Soup.ServerListenOptions.IPV4_ONLY)
        self.addCleanup(application.disconnect)
        answers = []
        port = application.get_uris()[0].get_port()

        def ask():
            for uri in (f"{health.uris[0]}readyz", f"http://127.0.0.1:{port}/bots/readyz"):
                with urllib.request.urlopen(uri, timeout=10) as answer:
                    answers.append(answer.status)

        thread = threading.Thread(target=ask)
        thread.start()
        wait_for(lambda: len(answers) == 2)
        thread.join()
        self.assertEqual(answers, [200, 200])


class ErrorsGuide(GuideTest):
    def test_proxy(self):
        names = {**self.start(), "token": "token"}
        block, = blocks("errors.md")
        run(execute(block, names))
        proxies = names["bot"].props.proxy_resolver.lookup("https://video.example.com", None)
        self.assertEqual(proxies, ["http://user:password@proxy.example.com:3128"])


if __name__ == "__main__":
    main()
