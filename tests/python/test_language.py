# SPDX-License-Identifier: LGPL-2.1-or-later
"""Errors in the language of the user's environment. Each bot runs in a program of its own, as it would for the user."""

import json
import locale
import os
import re
import shutil
import subprocess
import sys
import tempfile

from harness import BotTest, free_port, main, run, wait_for

from gi.repository import Gio, GLib, Trueconf

# the C library ignores LANGUAGE beside C.UTF-8 since version 2.39
LOCALE = "ru_RU.UTF-8"
# what is not to be translated: quotations, and the names of methods
NAMES = re.compile(r"«[^»]*»|^\w+:")


def message_of(call):
    try:
        call()
    except GLib.Error as error:
        return error.message
    return ""


def program(port, nowhere):
    """What the library says to some mistakes, by name of the mistake."""

    def make_bot(**kwargs):
        return Trueconf.Bot(server="127.0.0.1", https=False, ws_max_delay=1, **{"port": port, **kwargs})

    def send_file(name, size):
        file = Trueconf.InputFile.new_for_bytes(GLib.Bytes.new(bytes(size)), name)
        return message_of(lambda: run(bot.send_document(chat_id, file)))

    locale.setlocale(locale.LC_ALL, "")
    # the catalogues of the build, not those that are installed
    locale.bindtextdomain("trueconf-bot-1", os.path.join(os.environ["TRUECONF_BUILD_ROOT"], "po"))
    messages = {"keyboard": message_of(lambda: Trueconf.Keyboard().add_row([]))}

    bot = make_bot(username="echo_bot", password="secret")
    run(bot.start())
    wait_for(lambda: bot.upload_limits and bot.upload_limits.max_size)
    chat_id = run(bot.create_personal_chat("nora"))
    messages["text"] = message_of(lambda: run(bot.send_message(chat_id, "x" * 5000)))
    messages["chat"] = message_of(lambda: run(bot.send_message("nowhere", "x")))
    messages["size"] = send_file("big.bin", 2000)
    messages["folder"] = message_of(lambda: run(bot.send_document(
        chat_id, Trueconf.InputFile.new_for_file(Gio.File.new_for_path("/")))))
    run(bot.stop())
    messages["stopped"] = message_of(lambda: run(bot.send_message(chat_id, "x")))

    messages["password"] = message_of(make_bot(username="echo_bot", password="wrong").run)
    messages["token"] = message_of(make_bot(token="a b").run)
    messages["server"] = message_of(Trueconf.Bot(server="https://x", token="a.b.c").run)
    for attempts in (1, 2):
        messages[f"port {attempts}"] = message_of(
            make_bot(username="echo_bot", password="x", port=nowhere, ws_max_retries=attempts).run)
    print(json.dumps(messages))


class LanguageTest(BotTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, folder)
        # on most machines there is no Russian locale
        subprocess.run(["localedef", "-i", "ru_RU", "-f", "UTF-8", os.path.join(folder, LOCALE)], check=True)
        cls.russian = {"LOCPATH": folder, "LC_ALL": LOCALE}

    def messages(self, environment):
        """What the program prints in an environment."""
        self.sandbox.call("/sandbox/limits", {"max_size": 1000})
        cleared = {name: value for name, value in os.environ.items() if name != "LANGUAGE" and name[:3] != "LC_"}
        answer = subprocess.run(
            [sys.executable, __file__, "--program", str(self.sandbox.port), str(free_port())],
            env={**cleared, **environment}, stdout=subprocess.PIPE, encoding="utf-8", timeout=30, check=True)
        messages = json.loads(answer.stdout)
        for name, message in messages.items():
            self.assertGreater(len(message.split()), 3, (name, message))
        return messages

    def assert_english(self, messages):
        for name, message in messages.items():
            self.assertIsNone(re.search(r"[а-яё]", message, re.IGNORECASE), (name, message))

    def test_russian(self):
        russian = self.messages(self.russian)
        for name, message in russian.items():
            words = NAMES.sub(" ", message)
            self.assertIsNotNone(re.search(r"[а-яё]{3}", words), (name, message))
            self.assertIsNone(re.search(r"[a-z]{2}", words), (name, message))
            self.assertFalse(message.endswith("."), (name, message))

        self.assertIn("«echo_bot»", russian["password"])
        self.assertIn("5000", russian["text"])
        self.assertIn("«big.bin»", russian["size"])
        self.assertIn("127.0.0.1", russian["port 1"])

    def test_plural_forms(self):
        russian = self.messages(self.russian)
        once, twice = (re.search(rf"\([^)]*\b{attempts} (\w+)", russian[f"port {attempts}"]) for attempts in (1, 2))
        self.assertEqual(once[1][:-1], twice[1][:-1])
        self.assertNotEqual(once[1], twice[1])

    def test_english(self):
        english = self.messages({"LC_ALL": "C.UTF-8"})
        self.assert_english(english)
        self.assertIn("does not accept the user name “echo_bot”", english["password"])
        self.assertIn("1 attempt)", english["port 1"])
        self.assertIn("2 attempts)", english["port 2"])

    def test_a_language_that_is_not_there(self):
        self.assert_english(self.messages({**self.russian, "LANGUAGE": "eo"}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--program"]:
        program(int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
