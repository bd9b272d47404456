# SPDX-License-Identifier: LGPL-2.1-or-later
"""What other clients than ours need of the sandbox, by what it sends."""

import json
import os
import signal
import socket
import subprocess
import unittest
import http.client
import urllib.error
import urllib.request

from harness import PATIENCE, BotTest, Sandbox, main, run, wait_for

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


class GuardTest(BotTest):
    """Pages of others in a browser on this machine get nothing."""

    options = ("--allow-host", "sandbox.example")

    def status(self, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.sandbox.port, timeout=10)
        self.addCleanup(connection.close)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET" if body is None else "POST", path, body and json.dumps(body), headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def token_status(self, **headers):
        return self.status("/bridge/api/client/v1/oauth/token", {
            "client_id": "chat_bot", "grant_type": "password", "username": "echo_bot", "password": "secret"}, **headers)

    def upgrade_status(self, **headers):
        return self.status("/websocket/chat_bot/", Connection="Upgrade", Upgrade="websocket", Sec_WebSocket_Version="13",
                           Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==", Sec_WebSocket_Protocol="json.v1", **headers)

    def test_hosts(self):
        port = self.sandbox.port
        for host in (f"localhost:{port}", f"127.0.0.1:{port}", "127.0.0.2", f"[::1]:{port}", "sandbox.example", "Sandbox.Example:80"):
            self.assertEqual(self.token_status(Host=host), 201, host)
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", "localhost.evil.example", "10.1.2.3"):
            self.assertEqual(self.token_status(Host=host), 421, host)
            self.assertEqual(self.upgrade_status(Host=host), 421, host)
            self.assertEqual(self.status("/", Host=host), 421, host)
            self.assertEqual(self.status("/sandbox/state", Host=host, X_Sandbox_Key=self.sandbox.key), 421, host)

    def test_origins(self):
        host = f"127.0.0.1:{self.sandbox.port}"
        for origin in ("https://evil.example", "null", "http://127.0.0.1:1", f"http://localhost:{self.sandbox.port}"):
            self.assertEqual(self.token_status(Host=host, Origin=origin), 403, origin)
            self.assertEqual(self.upgrade_status(Host=host, Origin=origin), 403, origin)
            self.assertEqual(self.status("/sandbox/state", Origin=origin, X_Sandbox_Key=self.sandbox.key), 403, origin)
        self.assertEqual(self.token_status(Host=host, Origin=f"http://{host}"), 201)
        self.assertEqual(self.upgrade_status(Host=host, Origin=f"http://{host}"), 101)

    def test_key(self):
        key = self.sandbox.key
        cookie = f"sandbox_{self.sandbox.port}"
        self.assertEqual(self.status("/sandbox/state", X_Sandbox_Key=key), 200)
        self.assertEqual(self.status("/sandbox/state", Authorization=f"Bearer {key}"), 200)
        self.assertEqual(self.status(f"/sandbox/state?key={key}"), 200)
        for wrong in ({}, {"X_Sandbox_Key": ""}, {"X_Sandbox_Key": key[:-1]}, {"X_Sandbox_Key": key + "0"},
                      {"Authorization": "Bearer x"}, {"Cookie": f"{cookie}={key}"}):
            self.assertEqual(self.status("/sandbox/state", **wrong), 403, wrong)
            self.assertEqual(self.status("/sandbox/say", {"from": "nora", "to": "echo_bot", "text": "x"}, **wrong), 403)
            self.assertEqual(self.status("/sandbox/nothing", **wrong), 403, "what there is is not told")
        self.assertEqual(self.status("/sandbox/health"), 200)
        other = Sandbox()
        self.addCleanup(other.close)
        self.assertNotEqual(key, other.key)

    def test_page(self):
        self.assertEqual(self.sandbox.ready["page"], f"{self.sandbox.url}/#key={self.sandbox.key}")
        for path in "/", f"/?key={self.sandbox.key}", "/page/server.js":
            with urllib.request.urlopen(self.sandbox.url + path, timeout=10) as page:
                self.assertIn("frame-ancestors 'none'", page.headers["Content-Security-Policy"])
                self.assertNotIn("Set-Cookie", page.headers)
                self.assertNotIn(self.sandbox.key, page.read().decode())

    def test_no_host(self):
        for version in "1.0", "1.1":
            with socket.create_connection(("127.0.0.1", self.sandbox.port), timeout=10) as client:
                client.sendall(f"GET /sandbox/health HTTP/{version}\r\nConnection: close\r\n\r\n".encode())
                status = client.makefile("rb").readline()
            self.assertIn(int(status.split()[1]), (400, 421), version)

    def test_nul_is_refused(self):
        said = {"from": "nora", "to": "echo_bot", "text": "before\0behind"}
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.sandbox.call("/sandbox/say", said)
        self.assertEqual(caught.exception.code, 400)
        self.assertIn("u0000", caught.exception.read().decode())
        self.assertEqual(self.sandbox.messages(), [])
        # the same six characters without a meaning
        self.sandbox.say("before\\u0000behind")
        self.assertEqual(self.sandbox.texts(author="nora"), ["before\\u0000behind"])

    def test_key_is_not_logged(self):
        run(self.make_bot().start())
        with urllib.request.urlopen(f"{self.sandbox.url}/sandbox/state?key={self.sandbox.key}", timeout=10) as answer:
            self.assertEqual(answer.status, 200)
        with self.assertRaises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{self.sandbox.url}/sandbox/nothing?key={self.sandbox.key}", timeout=10)
        self.assertNotIn(self.sandbox.key, json.dumps(self.sandbox.call("/sandbox/log")))


class CrowdTest(BotTest):
    """As many connect at once as wish to, however long the sandbox is busy."""

    def count_waiting(self):
        """The connections that the system keeps for the sandbox until it takes them."""
        with open("/proc/net/tcp", encoding="ascii") as table:
            for fields in map(str.split, table):
                if fields[1] == f"0100007F:{self.sandbox.port:04X}" and fields[3] == "0A":
                    return int(fields[4].split(":")[1], 16)
        self.fail("the sandbox does not listen")

    def test_clients_at_once(self):
        clients = []
        os.kill(self.sandbox.process.pid, signal.SIGSTOP)
        try:
            for _ in range(100):
                clients.append(socket.create_connection(("127.0.0.1", self.sandbox.port), timeout=PATIENCE))
                clients[-1].sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            # those for whom there is no place here may be reset
            self.assertEqual(self.count_waiting(), 100)
        finally:
            os.kill(self.sandbox.process.pid, signal.SIGCONT)
        for client in clients:
            with client:
                self.assertEqual(client.recv(12), b"HTTP/1.1 200")


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
        for address in (url, f"{self.sandbox.url}/sandbox/files/{said['file_id']}/content?key={self.sandbox.key}"):
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
