# SPDX-License-Identifier: LGPL-2.1-or-later
"""The examples that do one thing and end."""

import json
import subprocess
import unittest

from harness import PATIENCE, main
from programs import ExampleTest, example

CHAT_ADMIN_C, CHAT_ADMIN_PYTHON = example("chat-admin", "chat-admin")
BACKUP_C, BACKUP_PYTHON = example("backup", "backup-chat")
SURVEY_C, SURVEY_PYTHON = example("survey", "survey")


class ScriptCases:
    """What holds for each of them."""

    def test_how_it_is_called(self):
        status, output, errors = self.run_to_end(*self.command)
        self.assertEqual((status != 0, output), (True, ""))
        self.assertIn(self.usage, errors)
        self.assertEqual(self.sandbox.call("/sandbox/state")["connections"], [])

    def test_wrong_password(self):
        status, output, errors = self.run_to_end(*self.command, *self.arguments, BOT_PASSWORD="wrong")
        self.assertEqual((status, output), (1, ""))
        self.assertIn("“echo_bot”", errors)
        self.assertEqual(len(errors.splitlines()), 1, errors)

    def test_token(self):
        status, output, errors = self.run_to_end(*self.command, *self.arguments, TOKEN=self.sandbox.token())
        self.assertEqual((status, errors), (0, ""), output)


class ChatAdminCases(ScriptCases):
    usage = "TITLE LOGIN…"
    arguments = "Outages", "nora"

    def run_admin(self, *arguments):
        """The status, the lines but for the one with the channel's id, and the complaints."""
        status, output, errors = self.run_to_end(*self.command, *arguments)
        lines = output.splitlines()
        chats = self.sandbox.call("/sandbox/state")["chats"]
        self.assertEqual(lines[:1], [f"{arguments[0]}: {chat['chat_id']}" for chat in chats])
        return status, lines[1:], errors

    def test_everybody(self):
        self.assertEqual(self.run_admin("Störungen", "nora", "omar"), (0, ["nora: added", "omar: added"], ""))
        chat, = self.sandbox.call("/sandbox/state")["chats"]
        self.assertEqual((chat["title"], chat["type"]), ("Störungen", 6))
        self.assertEqual(chat["roles"], {"echo_bot": "owner", "nora": "user", "omar": "user"})
        messages = self.sandbox.call(f"/sandbox/messages?chat_id={chat['chat_id']}")["messages"]
        self.assertEqual([message["text"] for message in messages if message["type"] == 200], ["Welcome to Störungen!"])

    def test_it_goes_on(self):
        status, lines, errors = self.run_admin("Outages", "nora", "nora", "nobody", "omar")
        self.assertEqual((status, errors), (1, ""))
        self.assertEqual(lines[:2] + lines[3:], ["nora: added", "nora: is there already", "omar: added"])
        self.assertTrue(lines[2].startswith("nobody: addChatParticipant: "), lines)
        chat, = self.sandbox.call("/sandbox/state")["chats"]
        self.assertEqual(list(chat["roles"]), ["echo_bot", "nora", "omar"])

    def test_already_there_is_no_failure(self):
        self.assertEqual(self.run_admin("Outages", "nora", "nora"), (0, ["nora: added", "nora: is there already"], ""))

    def test_no_channel(self):
        self.sandbox.call("/sandbox/faults", {"fault": "error", "method": "createChannel", "code": 302})
        status, lines, errors = self.run_admin("Outages", "nora")
        self.assertEqual((status, lines), (1, []))
        self.assertIn("createChannel", errors)
        self.assertEqual(self.sandbox.call("/sandbox/state")["chats"], [])


class ChatAdminC(ChatAdminCases, ExampleTest):
    command = CHAT_ADMIN_C


class ChatAdminPython(ChatAdminCases, ExampleTest):
    command = CHAT_ADMIN_PYTHON


class BackupCases(ScriptCases):
    usage = "--chat ID > chat.jsonl"
    arguments = "nora",

    def backup(self, *arguments):
        status, output, errors = self.run_to_end(*self.command, *(arguments or self.arguments))
        self.assertEqual((status, errors), (0, ""))
        return [json.loads(line) for line in output.splitlines()]

    def test_longer_than_a_page(self):
        self.sandbox.say("line", count=250)
        texts = [message["content"]["text"] for message in self.backup()]
        self.assertEqual(texts, [f"line {number}" for number in range(250, 0, -1)])

    def test_nothing_was_said(self):
        self.assertEqual(self.backup(), [])

    def test_letters_and_lines(self):
        self.sandbox.say("Привет,\n“мир” 🎉")
        self.assertEqual([message["content"]["text"] for message in self.backup()], ["Привет,\n“мир” 🎉"])

    def test_kinds_of_messages(self):
        self.sandbox.say("a file", file={"name": "a.txt", "size": 5})
        self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot",
                                           "location": {"latitude": 1.5, "longitude": 2.5}})
        self.assertEqual([message["type"] for message in self.backup()], [203, 202, 200])

    def test_group(self):
        chat = self.sandbox.call("/sandbox/chats", {"from": "nora", "type": "group", "title": "Lunch",
                                                    "participants": ["echo_bot"]})["chat_id"]
        for text in ("one", "two"):
            self.sandbox.call("/sandbox/say", {"from": "nora", "chat_id": chat, "text": text})
        self.assertEqual([message["content"]["text"] for message in self.backup("--chat", chat)
                          if message["type"] == 200], ["two", "one"])

    def test_no_such_chat(self):
        status, output, errors = self.run_to_end(*self.command, "--chat", "nonsense")
        self.assertEqual((status, output), (1, ""))
        self.assertIn("getChatHistory", errors)

    def test_full_disk(self):
        self.sandbox.say("hello")
        with open("/dev/full", "w", encoding="utf-8") as full:
            process = subprocess.Popen([str(part) for part in (*self.command, "nora")], stdout=full,
                                       stderr=subprocess.PIPE, text=True,
                                       env=self.environment(BOT_USER="echo_bot", BOT_PASSWORD="secret"))
            self.addCleanup(lambda: process.poll() is None and process.kill())
            _, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 1)
        self.assertIn("The history cannot be written", errors)
        self.assertEqual(len(errors.splitlines()), 1, errors)


class BackupC(BackupCases, ExampleTest):
    command = BACKUP_C


class BackupPython(BackupCases, ExampleTest):
    command = BACKUP_PYTHON


class SurveyCases(ScriptCases):
    usage = "--user"
    arguments = "--user", "nora", "campaign-7", "How was lunch?"

    def survey(self, *arguments):
        status, output, errors = self.run_to_end(*self.command, *arguments)
        self.assertEqual((status, errors), (0, ""))
        return output.strip()

    def card(self):
        """The one card that Nora sees."""
        message, = self.sandbox.messages()
        return message, message["envelope"]["content"]

    def test_to_a_person(self):
        message_id = self.survey("--user", "nora", "campaign-7", "Wie war's?")
        message, card = self.card()
        self.assertEqual((message["message_id"], message["author"], message["type"]), (message_id, "echo_bot", 204))
        self.assertEqual((card["title"], card["path"], card["description"]), ("Wie war's?", "campaign-7", "{{Survey}}"))
        self.assertFalse(message["edited"])

    def test_anonymous(self):
        self.survey("--anonymous", *self.arguments)
        self.assertEqual(self.card()[1]["description"], "{{Anonymous survey}}")

    def test_to_a_chat(self):
        chat = self.sandbox.call("/sandbox/chats", {"from": "nora", "type": "group", "title": "Lunch",
                                                    "participants": ["echo_bot", "omar"]})["chat_id"]
        message_id = self.survey("--chat", chat, "campaign-7", "How was lunch?")
        messages = self.sandbox.call(f"/sandbox/messages?chat_id={chat}")["messages"]
        self.assertEqual([(message["message_id"], message["envelope"]["content"].get("title"))
                          for message in messages if message["type"] == 204], [(message_id, "How was lunch?")])

    def test_edit(self):
        message_id = self.survey(*self.arguments)
        self.assertEqual(self.survey("--edit", message_id, "--anonymous", "campaign-7", "How was dinner?"), "")
        message, card = self.card()
        self.assertEqual((message["message_id"], message["edited"]), (message_id, True))
        self.assertEqual((card["title"], card["description"]), ("How was dinner?", "{{Anonymous survey}}"))

    def test_where_to(self):
        for arguments in (["c", "t"], ["--user", "nora", "--chat", "x", "c", "t"], ["--user", "nora", "c"]):
            status, output, errors = self.run_to_end(*self.command, *arguments)
            self.assertEqual((status, output), (2, ""))
            self.assertIn("--user", errors)

    def test_nobody(self):
        status, output, errors = self.run_to_end(*self.command, "--user", "nobody", "c", "t")
        self.assertEqual((status, output), (1, ""))
        self.assertIn("createP2PChat", errors)


class SurveyC(SurveyCases, ExampleTest):
    command = SURVEY_C


class SurveyPython(SurveyCases, ExampleTest):
    command = SURVEY_PYTHON


if __name__ == "__main__":
    main()
