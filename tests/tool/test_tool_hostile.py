# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a server sends that means harm: signs that change a terminal, and lists without an end."""

import json

from harness import main
from tool_harness import OK, REFUSED, UNKNOWN, Terminal, ToolTest
from tool_server import OddServer

EVIL = "a\x1b]0;owned\x07\x9b31m\u202e\nb\tc"
CLEAN = "a\ufffd]0;owned\ufffd\ufffd31m\ufffd b c"
CHAT = "5b0e2f14-7c39-4d7a-9e55-0c1f6ab8d203"


class HostileTest(ToolTest):
    options = None

    def serve(self, **answers):
        self.server = OddServer(**answers)
        self.addCleanup(self.server.close)

    def environment(self, **more):
        token = self.write("token", "e30.e30.x")
        return super().environment(**{"TRUECONF_SERVER": "127.0.0.1", "TRUECONF_PORT": str(self.server.port), "TRUECONF_TLS": "false",
                                      "TRUECONF_TOKEN_FILE": str(token), "TZ": "UTC", "NO_COLOR": "1", **more})


class TerminalTest(HostileTest):
    """Signs of the server are drawn, not obeyed, on a terminal and in a pipe, behind which there may be one. JSON has them, escaped."""

    def check(self, expected, *arguments, status=OK):
        terminal = Terminal(self, *arguments)
        self.assertEqual(terminal.finish(), status, terminal.seen)
        done = self.run_tool(*arguments)
        for shown in (terminal.seen.replace("\r\n", "\n"), done.out + done.err):
            self.assertIn(expected, shown)
            self.assert_harmless(shown)

    def assert_harmless(self, text):
        # the end of the line behind a bar is the tool's own
        text = text.replace("\x1b[K", "").replace("\r", "")
        self.assertEqual([sign for sign in text if sign != "\n" and (sign < " " and sign != "\t" or "\x7f" <= sign < "\xa0" or sign == "\u202e")], [],
                         text)

    def check_json(self, *arguments):
        """The one object that is printed, as it was sent, in ASCII or letters."""
        text = self.succeed(*arguments, "--json")
        self.assert_harmless(text)
        self.assertEqual(text.count("\n"), 1)
        return json.loads(text)

    def test_send(self):
        self.serve(sendMessage={"chatId": EVIL, "messageId": EVIL, "timestamp": 1})
        self.check(f"{CLEAN}\n", "send", CHAT, "x")
        self.assertEqual(self.check_json("send", CHAT, "x")["messages"][0]["message_id"], EVIL)

    def test_chats(self):
        self.serve(getChats=[{"chatId": EVIL, "title": EVIL, "chatType": 2, "unreadMessages": 1}])
        self.check(f"{CLEAN}\tgroup\t1\t{CLEAN}\n", "chats")
        chat = self.check_json("chats")
        self.assertEqual((chat["chat_id"], chat["title"]), (EVIL, EVIL))
        # a shell would complete it on a terminal
        self.assertEqual(self.succeed("__complete", "send", ""), ":none\n")

    def test_participants(self):
        self.serve(getChatParticipants={"participants": [{"userId": EVIL, "role": EVIL}]})
        self.check(f"{CLEAN}\tunknown\n", "participants", CHAT)
        self.assertEqual(self.check_json("participants", CHAT)["user_id"], EVIL)

    def test_history(self):
        content = {"name": EVIL, "mimeType": EVIL, "fileId": EVIL, "size": 1}
        self.serve(getChatHistory={"chatId": CHAT, "count": 1, "messages": [
            {"messageId": EVIL, "chatId": CHAT, "timestamp": 1, "author": {"id": EVIL, "type": 1}, "type": 202, "content": content}]})
        self.check("1970-01-01 00:00:00  ", "history", CHAT)
        self.assertEqual(self.check_json("history", CHAT)["message_id"], EVIL)

    def test_upload(self):
        self.serve(posts={"temporalFileId": EVIL}, uploadFile={"uploadTaskId": "1"})
        path = self.write("a.txt", "x")
        self.check(f"{CLEAN}\n", "upload", path)
        self.assertEqual(self.check_json("upload", path)["file_id"], EVIL)

    def test_limits(self):
        self.serve(getFileUploadLimits={"maxSize": 1, "extensions": {"mode": "allow", "list": [EVIL, "txt"]}})
        self.check(CLEAN, "limits")
        self.assertIn(EVIL, self.check_json("limits")["upload"]["extensions"])

    def test_health(self):
        self.serve(user=EVIL)
        self.check(CLEAN, "health")
        self.assertEqual(self.check_json("health")["user_id"], EVIL)

    def test_listen(self):
        self.serve(user=EVIL)
        process = self.start("listen")
        line = process.stderr.readline().decode()
        self.assertIn(CLEAN, line)
        self.assert_harmless(line)
        self.interrupt(process)

    def test_call(self):
        self.serve(getChatByID={"title": EVIL})
        self.assertEqual(self.check_json("call", "getChatByID"), {"title": EVIL})

    def test_errors(self):
        self.serve(sendMessage={"errorCode": 303, "errorDescription": EVIL})
        self.check("303", "send", CHAT, "x", status=REFUSED)

    def test_token(self):
        self.serve(posts={"access_token": EVIL, "token_type": "JWT", "expires_at": 4102444800})
        done = self.run_tool("token", env={"TRUECONF_TOKEN_FILE": None, "TRUECONF_USER": "echo_bot", "TRUECONF_PASSWORD": "x"})
        self.assertNotEqual(done.out + done.err, "")
        self.assert_harmless(done.out + done.err)


class EndlessTest(HostileTest):
    """A server that answers each request for a further page with the same one. Each answer is counted: there are few of them."""

    def message(self, number):
        return {"messageId": f"m{number}", "chatId": CHAT, "timestamp": 1000 - number, "author": {"id": "nora@odd.example", "type": 1},
                "type": 200, "content": {"text": f"text {number}", "parseMode": "text"}}

    def serve_history(self, first, later):
        self.serve(getChatHistory=lambda asked: {"chatId": CHAT, "count": 100, "messages": later if asked.get("fromMessageId") else first})

    def test_history(self):
        page = [self.message(number) for number in range(100)]
        self.serve_history(page, page)
        self.assertIn("repeats", self.fail_with(UNKNOWN, "history", CHAT, "--limit", "0"))
        self.assertEqual(self.server.count("getChatHistory"), 2)
        # what was asked for had come by then
        self.assertEqual(len(self.succeed("history", CHAT, "--limit", "100").splitlines()), 100)

    def test_history_in_a_circle(self):
        """Two pages by turns, each with something else than the one before."""
        one, two = ([self.message(number) for number in numbers] for numbers in (range(100), range(100, 200)))
        turns = iter([one] + [two, one] * 100)
        self.serve(getChatHistory=lambda asked: {"chatId": CHAT, "count": 100, "messages": next(turns)})
        self.assertIn("repeats", self.fail_with(UNKNOWN, "history", CHAT, "--limit", "0"))
        self.assertEqual(self.server.count("getChatHistory"), 3)

    def test_history_with_its_last_message_only(self):
        """That is how a history ends, and without it as well."""
        first = [self.message(number) for number in range(3)]
        for later in (first[-1:], []):
            self.serve_history(first, later)
            self.assertEqual(len(self.succeed("history", CHAT, "--limit", "0").splitlines()), 3)

    def test_history_that_overlaps(self):
        """More than the last message comes again: it is printed once."""
        messages = [self.message(number) for number in range(12)]
        pages = {None: messages[:5], "m4": messages[2:8], "m7": messages[6:], "m11": messages[11:]}
        self.serve(getChatHistory=lambda asked: {"chatId": CHAT, "count": 5, "messages": pages[asked.get("fromMessageId")]})
        lines = self.succeed("history", CHAT, "--limit", "0").splitlines()
        self.assertEqual([line.split("  ")[-1] for line in lines], [f"text {number}" for number in reversed(range(12))])

    def test_chats(self):
        self.serve(getChats=[{"chatId": f"c{number}", "title": "x", "chatType": 2} for number in range(100)])
        done = self.run_tool("chats")
        self.assertEqual((done.status, done.out.count("\n"), done.err.count("\n")), (UNKNOWN, 100, 1))
        self.assertEqual(self.server.count("getChats"), 2)

    def test_participants(self):
        self.serve(getChatParticipants={"participants": [{"userId": f"u{number}", "role": "user"} for number in range(100)]})
        done = self.run_tool("participants", CHAT)
        self.assertEqual((done.status, done.out.count("\n"), done.err.count("\n")), (UNKNOWN, 100, 1))
        self.assertEqual(self.server.count("getChatParticipants"), 2)


if __name__ == "__main__":
    main()
