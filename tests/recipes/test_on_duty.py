# SPDX-License-Identifier: LGPL-2.1-or-later
"""Who is on duty, as those see it who take turns."""

import contextlib
import sqlite3
import sys
import tempfile
from pathlib import Path

from harness import main
from pages import blocks, changed
from programs import EXAMPLES, ROOT, ExampleTest, wait_for

COMMAND = [sys.executable, EXAMPLES / "recipes/on-duty/on_duty.py"]


class OnDuty(ExampleTest):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory(prefix="trueconf-recipe-")
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "turns.sqlite"
        users = self.sandbox.call("/sandbox/state")["users"]
        self.names = {user["login"]: user["display_name"] for user in users}

    def start_bot(self, people="nora, omar"):
        self.bot = self.start(*COMMAND, BOT_USER="echo_bot", BOT_PASSWORD="secret", DUTY_PEOPLE=people, DUTY_FILE=str(self.file))
        self.assert_authorized()

    def who(self):
        return self.run_to_end(*COMMAND, "--who", DUTY_FILE=str(self.file))

    def last(self, peer):
        return ([message for message in self.sandbox.messages(peer) if message["author"] == "echo_bot"] or [None])[-1]

    def wait_for_text(self, peer, part):
        try:
            return wait_for(lambda: (message := self.last(peer)) and part in message["text"] and message, part)
        except AssertionError as error:
            raise AssertionError(f"{error}; the bot has said {self.sandbox.texts(peer)}") from None

    def labels(self, peer):
        rows = self.last(peer)["envelope"]["content"].get("buttons", [])
        return [button["label"] for row in rows for button in row]

    def press(self, peer, label, message=None):
        message = message or self.last(peer)
        row, column = next((row, column) for row, buttons in enumerate(message["envelope"]["content"]["buttons"])
                           for column, button in enumerate(buttons) if button["label"] == label)
        self.sandbox.call("/sandbox/press", {"from": peer, "message_id": message["message_id"], "row": row, "column": column})

    def ask(self, peer, part):
        number = len(self.sandbox.texts(peer))
        self.sandbox.say("who?", sender=peer)
        wait_for(lambda: len(self.sandbox.texts(peer)) > number, "an answer")
        return self.wait_for_text(peer, part)

    def test_somebody_who_does_not_exist(self):
        """A slip in the list does not keep the others from their duty."""
        self.start_bot("nobody, nora, omar")
        self.ask("nora", "Nobody is on duty.")
        with contextlib.closing(sqlite3.connect(self.file)) as database, database:
            database.execute("INSERT INTO turns (login, since) VALUES ('nobody', '2026-05-06T12:00:00+00:00')")
        # who has left was on duty, too
        self.ask("nora", "On duty: nobody, since")
        self.press("nora", "Take over")
        self.wait_for_text("nora", f"On duty: {self.names['nora']}")
        self.assertEqual(self.labels("nora"), [f"Offer to {self.names['omar']}"])
        self.assertEqual(self.who(), (0, "nora\n", ""))
        self.ask("omar", "On duty:")
        _, errors = self.end(self.bot)
        self.assertEqual(errors.count("nobody"), 1, errors)

    def test_take_over(self):
        self.start_bot()
        self.assertEqual(self.who(), (1, "", "Nobody is on duty\n"))
        self.ask("nora", "Nobody is on duty.")
        self.assertEqual(self.labels("nora"), ["Take over"])
        self.press("nora", "Take over")
        self.wait_for_text("nora", f"On duty: {self.names['nora']}")
        self.assertEqual(self.labels("nora"), [f"Offer to {self.names['omar']}"])
        self.assertEqual(self.who(), (0, "nora\n", ""))
        self.ask("omar", f"On duty: {self.names['nora']}")
        self.press("omar", "Take over")
        self.wait_for_text("omar", f"On duty: {self.names['omar']}")
        self.wait_for_text("nora", f"{self.names['omar']} is on duty now, you are free.")
        self.assertEqual(self.who(), (0, "omar\n", ""))
        self.assertEqual(self.end(self.bot), ("", ""))

    def test_hand_over_across_a_restart(self):
        self.start_bot()
        self.ask("nora", "Nobody")
        self.press("nora", "Take over")
        self.wait_for_text("nora", "On duty")
        self.press("nora", f"Offer to {self.names['omar']}")
        self.wait_for_text("nora", f"{self.names['omar']} was asked.")
        offer = self.wait_for_text("omar", f"{self.names['nora']} offers you the duty.")
        self.press("omar", "Decline")
        self.wait_for_text("omar", "You have declined.")
        self.wait_for_text("nora", "has declined, you stay on duty.")
        self.assertEqual(self.who()[1], "nora\n")
        self.ask("nora", "On duty")
        self.press("nora", f"Offer to {self.names['omar']}")
        wait_for(lambda: self.last("omar")["message_id"] != offer["message_id"], "another offer")
        self.end(self.bot)
        self.start_bot()
        self.press("omar", "Accept")
        text = self.wait_for_text("omar", f"On duty: {self.names['omar']}")["text"]
        self.assertIn(f"Before: {self.names['nora']}", text)
        self.wait_for_text("nora", "you are free.")
        self.end(self.bot)

    def test_buttons_that_are_out_of_date(self):
        self.start_bot()
        for peer in ("nora", "omar"):
            self.ask(peer, "Nobody")
        old = self.last("nora")
        self.press("omar", "Take over")
        self.wait_for_text("omar", "On duty")
        self.press("nora", "Take over", old)
        self.wait_for_text("nora", f"On duty: {self.names['omar']}")
        self.assertEqual(self.who()[1], "omar\n")
        self.end(self.bot)

    def test_as_the_page_says(self):
        starting, asking = [changed(block, ("/var/lib/on-duty/turns.sqlite", self.file), ("python3", f"exec {sys.executable}"))
                            for block in blocks("recipe-on-duty.md")]
        starting = changed(starting, ("video.example.com", "127.0.0.1"), ("BOT_USER=duty", "BOT_USER=echo_bot"))
        self.bot = self.start("sh", "-ec", f"cd {ROOT}\n{starting}")
        self.assert_authorized()
        self.ask("omar", "Nobody")
        self.press("omar", "Take over")
        self.wait_for_text("omar", "On duty")
        self.assertEqual(self.run_to_end("sh", "-ec", f"cd {ROOT}\n{asking}"), (0, "omar\n", ""))
        self.end(self.bot)

    def test_who_takes_no_turns(self):
        self.sandbox.call("/sandbox/users", {"login": "eve"})
        self.start_bot()
        self.ask("eve", "You take no turns.")
        self.end(self.bot)
        status, output, errors = self.run_to_end(*COMMAND, DUTY_FILE=str(self.file))
        self.assertEqual((status, output), (1, ""))
        self.assertIn("DUTY_PEOPLE", errors)


if __name__ == "__main__":
    main()
