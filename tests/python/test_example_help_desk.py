# SPDX-License-Identifier: LGPL-2.1-or-later
"""The help desk in Vala: somebody who reports what is broken, and somebody who repairs it."""

import base64
import tempfile
import urllib.request
from pathlib import Path

from harness import PATIENCE, main
from programs import BUILT, ExampleTest, wait_for

HELP_DESK = BUILT / "help-desk"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0" + bytes(range(256)) * 40


class HelpDeskTest(ExampleTest):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory(prefix="trueconf-help-desk-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name, "desk")
        self.start_bot()

    def start_bot(self):
        self.bot = self.start(HELP_DESK, "--folder", self.folder, "--desk", "omar", BOT_USER="echo_bot", BOT_PASSWORD="secret")
        self.assert_authorized()

    def ask(self, text, answer, sender="nora"):
        self.sandbox.say(text, sender)
        self.wait_for_last(answer, sender)

    def wait_for_last(self, text, peer="nora"):
        try:
            wait_for(lambda: self.sandbox.texts(peer)[-1:] == [text], "an answer")
        except AssertionError:
            self.assertEqual(self.sandbox.texts(peer)[-1:], [text])

    def press(self, text, user):
        message = next(message for message in reversed(self.sandbox.messages(user)) if message.get("text") == text)
        self.sandbox.call("/sandbox/press", {"from": user, "message_id": message["message_id"], "row": 0, "column": 0})

    def files(self, peer):
        found = [message["file"] for message in self.sandbox.messages(peer)
                 if "file" in message and message["author"] == "echo_bot"]
        for file in found:
            with urllib.request.urlopen(f"{self.sandbox.url}/sandbox/files/{file['id']}/content?key={self.sandbox.key}",
                                        timeout=PATIENCE) as answer:
                yield file["name"], answer.read()

    def report(self, what, where, number):
        self.ask("/report", "What is broken?")
        self.ask(what, "In which room?")
        self.ask(where, "Do you have a picture of it?")
        self.press("Do you have a picture of it?", "nora")
        self.wait_for_last(f"Thank you. This is request no. {number}.")

    def test_report_and_repair(self):
        self.report('the "big" lamp', "room 7", 1)
        self.assertIn("No picture.", self.sandbox.texts())
        card = 'No. 1: the "big" lamp, room 7 (Nora Berg)'
        self.wait_for_last(card, "omar")
        self.ask("/open", 'No. 1: the "big" lamp, room 7')
        self.press(card, "omar")
        self.wait_for_last('No. 1: the "big" lamp, room 7 is repaired.')
        self.wait_for_last('No. 1: the "big" lamp, room 7: done', "omar")
        self.ask("/open", "Nothing is broken.")
        self.assertEqual(self.end(self.bot), ("", ""))

    def test_picture(self):
        self.ask("/report the printer", "In which room?")
        # neither is an answer
        self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {"name": "a.txt", "size": 10}})
        self.ask("/open", "Nothing is broken.")
        self.ask("room 8", "Do you have a picture of it?")
        picture = {"name": "printer.png", "base64": base64.b64encode(PNG).decode()}
        self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": picture})
        self.wait_for_last("Thank you. This is request no. 1.")
        self.assertEqual([data for _, data in self.files("omar")], [PNG])
        self.assertEqual((self.folder / "picture-1").read_bytes(), PNG)
        self.end(self.bot)

    def test_requests_outlive_the_bot(self):
        self.ask("/export", "There are no requests yet.", "omar")
        self.report("the door", "room 1", 1)
        self.end(self.bot)
        self.start_bot()
        self.report('the "big" lamp', "room 7", 2)
        self.sandbox.say("/export", "omar")
        wait_for(lambda: list(self.files("omar")), "the table")
        self.assertEqual(list(self.files("omar")), [("requests.csv", b'number,what,where,who,done\n'
                         b'1,"the door","room 1","Nora Berg",no\n2,"the ""big"" lamp","room 7","Nora Berg",no\n')])
        self.end(self.bot)

    def test_cancel(self):
        self.ask("/cancel", "I have asked nothing.")
        self.ask("/report", "What is broken?")
        self.ask("/cancel", "Never mind.")
        self.ask("/open", "Nothing is broken.")
        self.assertEqual(self.end(self.bot), ("", ""))

    def test_stop_while_asking(self):
        self.ask("/report", "What is broken?")
        self.assertEqual(self.end(self.bot), ("", ""))
        self.assertEqual(self.sandbox.texts(), ["What is broken?"])

    def test_only_the_desk(self):
        self.report("the door", "room 1", 1)
        envelope = next(message["envelope"] for message in self.sandbox.messages() if message.get("text") == "No picture.")
        self.sandbox.call("/sandbox/send", {"user": "echo_bot", "method": "command", "payload": {
            "commandSource": {"type": "inlineKeyboard", "message": envelope},
            "commandPayload": {"type": "userCommand", "command": "done", "customData": "1"}}})
        self.sandbox.say("/export")
        # the events of a chat are handled in turn
        self.ask("/open", "No. 1: the door, room 1")
        self.assertEqual(list(self.files("nora")), [])
        self.end(self.bot)

    def test_help(self):
        self.sandbox.say("/help")
        text = wait_for(lambda: self.sandbox.texts()[-1:], "the help")[0]
        self.assertIn("/report – reports what is broken", text)
        self.end(self.bot)

    def test_wrong_usage(self):
        self.end(self.bot)
        status, output, errors = self.run_to_end(HELP_DESK)
        self.assertEqual((status, output, errors), (1, "", "help-desk needs --folder and --desk, see --help\n"))
        status, output, errors = self.run_to_end(HELP_DESK, "--folder", "/dev/null/desk", "--desk", "omar")
        self.assertEqual((status, output, errors), (1, "", "/dev/null/desk: Not a directory\n"))
        status, output, errors = self.run_to_end(HELP_DESK, "--folder", self.folder, "--desk", "omar", BOT_PASSWORD="wrong")
        self.assertEqual((status, output, len(errors.splitlines())), (1, "", 1), errors)


if __name__ == "__main__":
    main()
