# SPDX-License-Identifier: LGPL-2.1-or-later
"""What other clients than ours need of the sandbox, by what it sends."""

import json
import os
import subprocess
import unittest
import urllib.error
import urllib.request

from harness import PATIENCE, BotTest, main, run, wait_for

from gi.repository import Trueconf

NORA = "nora@sandbox.local"


class MessagesTest(BotTest):
    """Each message says which chat it is in, wherever it is told of."""

    def setUp(self):
        super().setUp()
        self.seen = []
        bot = self.bot = self.make_bot()
        bot.connect("event", lambda bot, event: self.seen.append(event))
        run(bot.start())

    def expect(self, kind):
        wait_for(lambda: any(isinstance(event, kind) for event in self.seen), what=f"for {kind}: {self.seen}")
        event = next(event for event in self.seen if isinstance(event, kind))
        self.seen.remove(event)
        return event.raw

    def reference(self, chat_id, title=NORA, chat_type=1):
        return {"chatId": chat_id, "chatTitle": title, "chatType": chat_type}

    def test_last_message(self):
        chat_id = self.sandbox.say("hello")["chat_id"]
        told = [self.expect(Trueconf.CreatedPersonalChat), run(self.bot.call("getChatByID", {"chatId": chat_id})),
                run(self.bot.call("getChats", {"count": 10, "page": 1}))[0]]
        self.assertEqual([chat["lastMessage"]["chat"] for chat in told], [self.reference(chat_id)] * 3)
        self.sandbox.call("/sandbox/faults", {"fault": "last-message", "type": 21})
        last = run(self.bot.call("getChatByID", {"chatId": chat_id}))["lastMessage"]
        self.assertEqual((last["type"], last["chat"]), (21, self.reference(chat_id)))

    def test_answered_message(self):
        said = self.sandbox.say("a question")
        self.sandbox.say("an answer", reply_to=said["message_id"])
        self.expect(Trueconf.Message)
        answer = self.expect(Trueconf.Message)
        self.assertEqual((answer["replyMessage"]["chat"], answer["chat"]), (self.reference(said["chat_id"]),) * 2)

    def forward(self):
        """What there is of a message that was forwarded."""
        said = self.sandbox.say("all quiet")
        group = run(self.bot.create_group_chat("Night shift"))
        run(self.bot.forward_message(group, said["message_id"]))
        return run(self.bot.call("getChatHistory", {"chatId": group, "count": 1}))["messages"][0]

    def test_forwarded_message(self):
        message = self.forward()
        self.assertEqual(message["chat"], self.reference(message["chatId"], "Night shift", 2))
        content = message["content"]
        self.assertEqual(content["chat"], self.reference(content["chatId"]))
        self.assertEqual((content["isEdited"], content["box"]), (False, {"id": 1, "position": "0"}))


class OlderMessagesTest(MessagesTest):
    """Before 5.5.6 no message says that; a forwarded one is whole all the same."""

    options = ("--server-version", "5.5.5.10213")

    def test_last_message(self):
        chat_id = self.sandbox.say("hello")["chat_id"]
        told = [self.expect(Trueconf.CreatedPersonalChat), run(self.bot.call("getChatByID", {"chatId": chat_id}))]
        self.assertEqual(["chat" in chat["lastMessage"] for chat in told], [False, False])

    def test_answered_message(self):
        said = self.sandbox.say("a question")
        self.sandbox.say("an answer", reply_to=said["message_id"])
        self.expect(Trueconf.Message)
        answer = self.expect(Trueconf.Message)
        self.assertEqual(("chat" in answer, "replyMessage" in answer), (False, False))

    def test_forwarded_message(self):
        content = self.forward()["content"]
        self.assertEqual(("chat" in content, content["isEdited"], content["box"]["position"]), (False, False, "0"))


class UnreadTest(BotTest):
    def test_comes_in_a_moment(self):
        for text in ("one", "two"):
            self.sandbox.say(text)
        texts = []
        bot = self.make_bot(receive_unread_messages=True)
        bot.connect("message", lambda bot, message: texts.append(message.text))
        run(bot.start())
        self.sandbox.say("three")
        wait_for(lambda: len(texts) == 3)
        # one that was said in the meantime does not overtake them
        self.assertEqual(texts, ["one", "two", "three"])
        frames = [entry for entry in self.sandbox.call("/sandbox/log")["entries"] if entry.get("kind") == "frame"]
        kinds = [(entry["direction"], json.loads(entry["text"]).get("method")) for entry in frames]
        # the bot has read the answer and what came with it, and has said so
        self.assertLess(kinds.index(("in", None)), kinds.index(("out", "sendMessage")))


class FilesTest(BotTest):
    def head(self, url):
        with urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=10) as answer:
            return answer.headers["Content-Length"], answer.headers["Content-Type"], answer.read()

    def test_size_without_the_bytes(self):
        said = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {
            "name": "plan.pdf", "mime_type": "application/pdf", "size": 1000}})
        bot = self.make_bot()
        run(bot.start())
        url = run(bot.get_file_info(said["file_id"])).download_url
        for address in (url, f"{self.sandbox.url}/sandbox/files/{said['file_id']}/content"):
            self.assertEqual(self.head(address), ("1000", "application/pdf", b""))
        self.assertEqual(self.sandbox.call("/sandbox/files")["files"][0]["downloads"], 0)
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.head(url.replace("token=", "token=x"))
        self.assertEqual(caught.exception.code, 403)


class SwitchesTest(BotTest):
    """A value is what the fault would have as its member: a name of digits stays a name."""

    options = ("--switch=file-name=2024", "--switch=refuse-upgrade=502", "--switch=close-after-auth=1001",
               "--switch=lose-answer=getChats")

    def test_values(self):
        faults = {fault.pop("fault"): fault for fault in self.sandbox.call("/sandbox/state")["faults"]}
        self.assertEqual([faults["file-name"].get("name"), faults["refuse-upgrade"].get("status"),
                          faults["close-after-auth"].get("code"), faults["lose-answer"].get("method")],
                         ["2024", 502, 1001, "getChats"])


class CommandLineTest(unittest.TestCase):
    def test_help(self):
        answer = subprocess.run([os.environ["TRUECONF_SANDBOX"], "--help"], capture_output=True, text=True, check=True,
                                timeout=PATIENCE, env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"})
        self.assertIn("trueconf-sandbox [OPTION…]", answer.stdout)


if __name__ == "__main__":
    main()
