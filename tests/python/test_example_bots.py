# SPDX-License-Identifier: LGPL-2.1-or-later
"""The bots that report, remind, ask, keep a list of who is on duty, and keep a group tidy, as people in a chat see them."""

import datetime
import json
import sqlite3
import tempfile
from pathlib import Path

from harness import main
from programs import ExampleTest, in_three_languages, wait_for


class BotCases(ExampleTest):
    def make_group(self, *people):
        return self.sandbox.call("/sandbox/chats", {"from": "nora", "type": "group", "title": "Market",
                                                    "participants": ["echo_bot", *people]})["chat_id"]

    def group_texts(self, chat, author="echo_bot"):
        messages = self.sandbox.call(f"/sandbox/messages?chat_id={chat}")["messages"]
        return [message["text"] for message in messages if message["author"] == author and message["type"] == 200]

    def say_in_group(self, chat, text, sender="omar"):
        return self.sandbox.call("/sandbox/say", {"from": sender, "chat_id": chat, "text": text, "parse_mode": "text"})["message_id"]

    def kill(self):
        """As if the machine had lost power: without a chance to tidy up."""
        self.bot.kill()
        _output, errors = self.bot.communicate()
        self.assertEqual(errors, "")
        wait_for(lambda: not self.sandbox.call("/sandbox/state")["connections"], "the end of the connection")

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory(prefix="trueconf-example-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def start_bot(self, **environment):
        self.bot = self.start(*self.command, BOT_USER="echo_bot", BOT_PASSWORD="secret", TZ="UTC", **environment)
        self.assert_authorized()

    def wait_for_text(self, *parts, peer="nora"):
        """The bot's last text in the chat with somebody, once it has these parts."""
        try:
            return wait_for(lambda: next((text for text in self.sandbox.texts(peer)[-1:] if all(part in text for part in parts)),
                                         None), f"a text with {parts}")
        except AssertionError as error:
            raise AssertionError(f"{error}; the bot has said {self.sandbox.texts(peer)}") from None

    def ask(self, text, *parts, **more):
        number = len(self.sandbox.texts())
        self.sandbox.say(text, **more)
        wait_for(lambda: len(self.sandbox.texts()) > number, f"an answer to {text!r}")
        return self.wait_for_text(*parts)

    def labels(self):
        rows = self.sandbox.messages()[-1]["envelope"]["content"].get("buttons", [])
        return [button["label"] for row in rows for button in row]

    def press(self, part, then):
        message = self.sandbox.messages()[-1]
        row, column = next((row, column) for row, buttons in enumerate(message["envelope"]["content"]["buttons"])
                           for column, button in enumerate(buttons) if part in button["label"])
        self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": message["message_id"], "row": row, "column": column})
        wait_for(then, f"what comes after “{part}”")


class ReportCases:
    example = "report-bot"

    def test_report(self):
        self.start_bot()
        report = self.ask("/report", "Up for", "Load: ", "Disk: ")
        self.assertEqual(len(report.splitlines()), 4)
        self.assertRegex(report, r"\nUp for \d+ days and \d+ hours\nLoad: \d+\.\d\d\nDisk: \d{1,3} % used$")
        self.ask("hello", "/report tells")
        self.assertEqual(self.end(self.bot), ("", ""))

    def test_missed_report_comes_when_the_bot_starts(self):
        file = self.folder / "jobs.sqlite"

        def is_written():
            try:
                with sqlite3.connect(file) as reader:
                    return reader.execute("SELECT count(*) FROM trueconf_jobs WHERE name = 'report'").fetchone()[0]
            except sqlite3.OperationalError:
                return 0
            finally:
                reader.close()

        self.start_bot(REPORT_TO="nora", REPORT_JOBS=str(file))
        # a bot that ends before its scheduler has started knows of no job that was missed
        wait_for(is_written, "the time of the job")
        self.end(self.bot)
        self.assertEqual(self.sandbox.texts(), [])
        with sqlite3.connect(file) as database:
            changed = database.execute("UPDATE trueconf_jobs SET accounted = accounted - 86400000000 WHERE name = 'report'").rowcount
        database.close()
        self.assertEqual(changed, 1)
        self.start_bot(REPORT_TO="nora", REPORT_JOBS=str(file))
        self.wait_for_text("Load: ")
        self.end(self.bot)
        self.start_bot(REPORT_TO="nora", REPORT_JOBS=str(file))
        self.ask("/report", "Load: ")
        self.assertEqual(len(self.sandbox.texts()), 2)
        self.end(self.bot)

    def test_nobody_to_report_to(self):
        self.start_bot(REPORT_TO="")
        self.ask("/report@echo_bot", "Load: ")
        self.assertEqual(self.end(self.bot), ("", ""))

    def test_file_that_cannot_be_used(self):
        self.assert_ends_with_a_line(REPORT_JOBS=str(self.folder / "no/such/folder"))

    def test_what_is_no_time(self):
        self.assert_ends_with_a_line(REPORT_TO="nora", REPORT_TIME="25:00")

    def assert_ends_with_a_line(self, **environment):
        status, output, errors = self.run_to_end(*self.command, **environment)
        self.assertEqual((status, output, len(errors.splitlines())), (1, "", 1), errors)


class ReminderCases:
    example = "reminder-bot"

    def start_bot(self):
        super().start_bot(REMINDERS=str(self.folder))

    def reminders(self):
        return json.loads((self.folder / "reminders.json").read_text(encoding="utf-8"))

    def is_being_sent(self):
        return any("⏰" in json.dumps(line, ensure_ascii=False) for line in self.sandbox.call("/sandbox/log?last=20")["entries"])

    def remind_without_answer(self):
        """A reminder that the server is asked to send, and does not."""
        fault = self.sandbox.call("/sandbox/faults", {"fault": "no-answer", "method": "sendMessage"})
        self.sandbox.say("/remind 0s tea")
        wait_for(self.is_being_sent, "the reminder")
        return fault["id"]

    def test_killed_while_it_sends(self):
        self.start_bot()
        fault = self.remind_without_answer()
        self.kill()
        self.sandbox.call(f"/sandbox/faults/{fault}", method="DELETE")
        self.start_bot()
        self.wait_for_text("⏰ tea")
        wait_for(lambda: self.reminders() == {}, "an empty list")
        self.end(self.bot)

    def test_connection_lost_while_it_sends(self):
        self.start_bot()
        fault = self.remind_without_answer()
        before = set(self.reminders())
        self.sandbox.call("/sandbox/faults", {"fault": "drop"})
        wait_for(lambda: self.reminders() and before.isdisjoint(self.reminders()), "another try")
        self.sandbox.call(f"/sandbox/faults/{fault}", method="DELETE")
        self.assert_authorized()
        self.ask("/reminders", " tea")
        _output, errors = self.end(self.bot)
        self.assertEqual(errors.count("job “"), 1, errors)

    def test_file_that_cannot_be_used(self):
        for text in ("", '{"a": 5}', '{"a": {"chat_id": "x", "time": "never", "text": "tea"}}'):
            (self.folder / "reminders.json").write_text(text, encoding="utf-8")
            status, output, errors = self.run_to_end(*self.command, REMINDERS=str(self.folder))
            self.assertEqual((status, output, len(errors.splitlines())), (1, "", 1), errors)
            self.assertIn(f"{self.folder}/reminders.json is no list of reminders", errors)

    def test_chat_that_is_gone(self):
        self.start_bot()
        self.sandbox.call("/sandbox/faults", {"fault": "error", "method": "sendMessage", "code": 304, "count": 2})
        self.sandbox.say("/remind 0s tea")
        wait_for(self.is_being_sent, "the reminder")
        self.ask("/reminders", "There is nothing to come.")
        _output, errors = self.end(self.bot)
        self.assertEqual(errors.count("job “"), 1, errors)

    def test_remind(self):
        self.start_bot()
        # what people write comes as HTML
        self.ask("/remind 1s tea for R&amp;D<br>is <b>ready</b>", "I will, on ", parse_mode="html")
        self.wait_for_text("⏰ tea for R&D\nis ready")
        wait_for(lambda: self.reminders() == {}, "an empty list")
        self.ask("/reminders", "There is nothing to come.")
        self.assertEqual(self.end(self.bot), ("", ""))

    def test_list(self):
        self.start_bot()
        self.ask("/remind 2h later", "I will, on ")
        self.ask("/remind 90m sooner\nthan that", "I will, on ")
        lines = self.ask("/reminders", "later").splitlines()
        self.assertRegex(lines[0], r"^\d\d\.\d\d\. \d\d:\d\d sooner$")
        self.assertRegex(lines[2], r"^\d\d\.\d\d\. \d\d:\d\d later$")
        self.sandbox.say("/reminders", sender="omar")
        self.wait_for_text("There is nothing to come.", peer="omar")
        for letter in "abc":
            self.ask(f"/remind 3h {letter * 2000}", "I will, on ")
        self.ask("/reminders@echo_bot ", "ccc")
        self.assertEqual("".join(self.sandbox.texts()[-2:]).count("b"), 2000)
        self.end(self.bot)

    def test_what_is_not_understood(self):
        self.start_bot()
        for text in ("/remind", "/remind me", "/remind tea 10m", "/remind 10m", "/remind -1m tea", "/remind 1234567d tea"):
            self.ask(text, "Usage: /remind <when> <text…>")
        for text in ("/remindme 10m tea", "/remind@other_bot 10m tea", "hello"):
            self.ask(text, "Write, for example, /remind 10m")
        self.end(self.bot)

    def test_restart(self):
        self.start_bot()
        self.ask("/remind 1h later", "I will, on ")
        self.ask("/remind 1h sooner", "I will, on ")
        self.end(self.bot)
        # one of them comes due while the bot is off
        file = self.folder / "reminders.json"
        reminders = json.loads(file.read_text(encoding="utf-8"))
        for reminder in reminders.values():
            if reminder["text"] == "sooner":
                reminder["time"] = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=2)).isoformat()
        file.write_text(json.dumps(reminders), encoding="utf-8")
        self.start_bot()
        self.wait_for_text("⏰ sooner")
        self.assertNotIn("sooner", self.ask("/reminders", "later"))
        self.end(self.bot)
        self.start_bot()
        self.ask("/reminders", "later")
        self.assertEqual(self.sandbox.texts().count("⏰ sooner"), 1)
        self.end(self.bot)


class DutyCases:
    example = "duty-bot"

    def start_bot(self, people="nora, omar, somebody_who_has_left"):
        super().start_bot(DUTY_PEOPLE=people, DUTY_FILE=str(self.folder / "duty.json"))

    def name(self, login):
        users = self.sandbox.call("/sandbox/state")["users"]
        return next(user["display_name"] for user in users if user["login"] == login)

    def test_choose(self):
        self.start_bot()
        self.ask("/today", "Today it is nobody.")
        self.ask("/duty", "Who is on duty?")
        self.assertEqual(len([label for label in self.labels() if ": nobody" in label]), 7)
        first = self.labels()[0]
        self.press(first, lambda: self.sandbox.texts()[-1].startswith("Who takes "))
        self.assertEqual(self.labels()[:3], [self.name("nora"), self.name("omar"), "somebody_who_has_left"])
        self.press(self.name("omar"), lambda: self.sandbox.texts()[-1] == "Who is on duty?")
        self.assertEqual(self.labels()[0], first.replace("nobody", self.name("omar")))
        self.end(self.bot)
        self.start_bot()
        self.ask("/today@echo_bot ", f"Today it is {self.name('omar')}.")
        self.assertEqual(self.end(self.bot), ("", ""))
        # who takes no turns any more still has those that are taken
        self.start_bot(people="nora")
        self.assertIn("omar", self.ask("/today", "Today it is ").lower())
        self.end(self.bot)

    def test_second_page(self):
        self.start_bot()
        self.ask("/duty", "Who is on duty?")
        first = self.labels()[0]
        last_row = self.sandbox.messages()[-1]["envelope"]["content"]["buttons"][-1]
        self.press(last_row[-1]["label"], lambda: self.labels()[0] != first)
        self.assertEqual(len([label for label in self.labels() if ": nobody" in label]), 7)
        self.end(self.bot)

    def test_nobody_takes_turns(self):
        status, output, errors = self.run_to_end(*self.command)
        self.assertEqual((status, output), (1, ""))
        self.assertIn("DUTY_PEOPLE", errors)


class ModeratorCases:
    example = "moderator-bot"

    def start_bot(self, role="admin"):
        self.sandbox.call("/sandbox/users", {"login": "eve"})
        self.chat = self.make_group("omar", "eve")
        if role is not None:
            self.sandbox.call("/sandbox/participants", {"from": "nora", "chat_id": self.chat, "action": "role",
                                                        "user": "echo_bot", "role": role})
        super().start_bot(BAD_WORDS="lottery, casino, win++", DENIED_USERS="eve")

    def group(self, author="echo_bot"):
        return self.group_texts(self.chat, author)

    def say_in_group(self, text, sender="omar"):
        return super().say_in_group(self.chat, text, sender)

    def wait_for_group(self, part):
        try:
            wait_for(lambda: any(part in text for text in self.group()[-1:]), part)
        except AssertionError:
            raise AssertionError(f"no {part!r} in {self.group()}") from None

    def test_three_warnings(self):
        self.start_bot()
        self.say_in_group("good morning")
        # the same words at once, too
        for number, text in enumerate(("Win the LOTTERY", "Win++!", "Win++!"), 1):
            self.say_in_group(text)
            self.wait_for_group(f"Warning {number} of 3." if number < 3 else "is out of the group after 3 warnings.")
        self.assertEqual(self.group("omar"), ["good morning"])
        chat = next(chat for chat in self.sandbox.call("/sandbox/state")["chats"] if chat["chat_id"] == self.chat)
        self.assertNotIn("omar", chat["roles"])
        self.assertEqual(self.end(self.bot), ("", ""))

    def test_administrators(self):
        self.start_bot()
        self.say_in_group("lottery")
        self.wait_for_group("Warning 1 of 3.")
        self.say_in_group("/warnings")
        self.wait_for_group("Only administrators of the group can do this.")
        self.say_in_group("/warnings@other_bot", sender="nora")
        self.say_in_group("/warnings@echo_bot ", sender="nora")
        self.wait_for_group("omar@sandbox.local: 1")
        self.say_in_group("/pardon", sender="nora")
        self.wait_for_group("Usage: /pardon <login>")
        self.say_in_group("/pardon omar ", sender="nora")
        self.wait_for_group("omar@sandbox.local starts afresh.")
        self.say_in_group("/pardon omar@sandbox.local", sender="nora")
        self.wait_for_group("was not warned.")
        self.assertEqual(len(self.group()), 6, self.group())
        self.say_in_group("casino")
        self.wait_for_group("Warning 1 of 3.")
        self.end(self.bot)

    def test_without_the_right(self):
        self.start_bot(role=None)
        self.say_in_group("lottery")
        self.wait_for_group("Warning 1 of 3.")
        self.assertIn("I cannot remove messages here", self.group()[0])
        self.assertEqual(self.group("omar"), ["lottery"])
        self.end(self.bot)

    def test_who_is_not_listened_to(self):
        self.start_bot()
        self.say_in_group("/warnings", sender="eve")
        self.say_in_group("/pardon eve", sender="nora")
        self.say_in_group("/pardon eve", sender="nora")
        self.say_in_group("/pardon x", sender="nora")
        self.wait_for_group("x@sandbox.local was not warned.")
        self.assertEqual(self.group(), ["eve@sandbox.local was not warned.", "x@sandbox.local was not warned."])
        # but a bad word is one
        self.say_in_group("lottery", sender="eve")
        self.wait_for_group("Warning 1 of 3.")
        self.assertEqual(self.group("eve"), ["/warnings"])
        self.end(self.bot)

    def test_edited(self):
        self.start_bot()
        self.say_in_group("good morning")
        message = self.say_in_group("good night")
        self.sandbox.call("/sandbox/edit", {"message_id": message, "text": "lottery"})
        wait_for(lambda: self.group("omar") == ["good morning"], "the end of the message")
        self.assertEqual(self.end(self.bot), ("", ""))


class CommandsCases:
    example = "commands-bot"

    def test_arguments(self):
        self.start_bot()
        self.assertRegex(self.ask("/roll"), r"^[1-6]$")
        self.assertRegex(self.ask("/roll 3"), r"^[1-6] [1-6] [1-6]$")
        self.assertTrue(all(1 <= int(number) <= 1000 for number in self.ask("/roll 20 1000").split()))
        self.ask("/roll 21", "I have 20 dice")
        self.ask("/days 2020-01-01", "days ago.")
        self.ask((datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=400)).strftime("/days %Y-%m-%d"), "00 days")
        self.assertEqual(self.end(self.bot), ("", ""))

    def test_what_does_not_fit(self):
        self.start_bot()
        for text in ("/roll many", "/roll 1 2 3", "/days", "/days tomorrow", "/tell", "/tell omar"):
            self.assertNotIn("/help lists", self.ask(text, text.split()[0]))
        self.end(self.bot)

    def test_tell(self):
        self.start_bot()
        self.ask("/tell omar lunch  is ready", "Done.")
        self.assertTrue(self.sandbox.texts("omar")[-1].endswith(": lunch  is ready"), self.sandbox.texts("omar"))
        for text in ("/tell no-such-user hello", "/tell echo_bot hello", "/tell omar " + "x" * 4086):
            self.ask(text, "That did not work: ")
        self.end(self.bot)

    def test_group(self):
        self.start_bot()
        chat = self.make_group("omar")
        for text in ("hello", "/version@other_bot", "/roll@echo_bot 21"):
            self.say_in_group(chat, text)
        wait_for(lambda: self.group_texts(chat), "an answer")
        self.assertEqual(self.group_texts(chat), ["I have 20 dice, of 2 to 1000 sides."])
        self.end(self.bot)

    def test_help(self):
        self.start_bot()
        text = self.ask("/help", "/roll", "rolls dice", "/days", "/tell", "sends a text to somebody", "/help")
        self.assertNotIn("version", text)
        self.assertRegex(self.ask("/version"), r" 5\.\d")
        self.ask("hello", "/help lists what I can do.")
        self.end(self.bot)


class QuestionnaireCases:
    example = "questionnaire-bot"

    ORDER = "Repair of the screen in room 12, for Nora."
    FORM = [("/form", "What is your name?"), ("Nora", "Which room?"), ("12", "What is broken?"),
            ("screen", "Please check your answers:"), ("send", "Thank you! It was sent.")]
    STATES = [("/states", "What is your name?"), ("Nora", "Which room, from 1 to 999?"), ("12", "What is broken: printer, screen, phone?"),
              ("Screen", f"{ORDER} Is that right, yes or no?"), ("yes", ORDER)]

    def start_bot(self):
        super().start_bot(DIALOGS_FILE=str(self.folder / "dialogs.sqlite"))

    def go_through(self, steps):
        for text, part in steps:
            self.ask(text, part)

    def test_form(self):
        self.start_bot()
        self.go_through(self.FORM[:2])
        self.ask("1000", "from 1 to 999")
        self.ask("back", "What is your name?")
        self.go_through(self.FORM[1:3])
        self.press("screen", lambda: "Please check" in self.sandbox.texts()[-1])
        self.press("Send", lambda: "Thank you!" in self.sandbox.texts()[-1])
        self.assertEqual(self.sandbox.texts()[-2], self.ORDER)
        self.ask("Nora", "/form and /states")
        self.assertEqual(self.end(self.bot), ("", ""))

    def test_states(self):
        self.start_bot()
        self.go_through(self.STATES[:1])
        for text in ("x" * 41, " "):
            self.ask(text, "What is your name? It can have 40 characters.")
        self.go_through(self.STATES[1:2])
        for text in ("0", "1000", "twelve"):
            self.ask(text, "Which room, from 1 to 999?")
        # what is formatted is the same answer
        self.ask("<b>12</b>", self.STATES[2][1], parse_mode="html")
        self.ask("desk", "What is broken: printer, screen, phone?")
        self.go_through(self.STATES[3:4])
        self.ask("maybe", f"{self.ORDER} Is that right, yes or no?")
        self.ask("no", "What is your name?")
        self.go_through(self.STATES[1:])
        self.assertEqual(self.sandbox.texts()[-1], self.ORDER)
        self.ask("Nora", "/form and /states")
        self.assertEqual(self.end(self.bot), ("", ""))

    def test_cancel(self):
        self.start_bot()
        self.ask("/cancel", "/form and /states")
        for steps in self.FORM, self.STATES:
            self.go_through(steps[:3])
            self.ask("/cancel@echo_bot ", "Nothing is ordered.")
            self.ask("screen", "/form and /states")
        # the one begins in the middle of the other
        self.go_through(self.FORM[:3] + self.STATES[:3] + self.FORM)
        self.assertEqual(self.sandbox.texts().count(self.ORDER), 1)
        self.assertEqual(self.end(self.bot), ("", ""))

    def test_killed_at_each_step(self):
        for steps in self.FORM, self.STATES:
            for text, part in steps[:-1]:
                self.start_bot()
                self.ask(text, part)
                self.kill()
            self.start_bot()
            self.ask(*steps[-1])
            self.end(self.bot)
        self.assertEqual(self.sandbox.texts().count(self.ORDER), 2)

    def test_answer_while_the_bot_is_off(self):
        self.start_bot()
        for steps in self.FORM, self.STATES:
            self.go_through(steps[:2])
            self.kill()
            self.sandbox.say("12")
            self.start_bot()
            self.wait_for_text(steps[2][1])
            self.go_through(steps[3:])
        self.assertEqual(self.end(self.bot), ("", ""))


for cases in CommandsCases, ReportCases, ReminderCases, DutyCases, ModeratorCases, QuestionnaireCases:
    globals().update(in_three_languages(cases, BotCases))
del BotCases


if __name__ == "__main__":
    main()
