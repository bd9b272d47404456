# SPDX-License-Identifier: LGPL-2.1-or-later
"""chats, history, participants, upload, download, call, health, limits, version."""

import base64
import hashlib
import json
import os
import signal
import subprocess
import time

from harness import free_port, main
from tool_harness import (CANNOT_CREATE, CONFIG, DATA, NO_INPUT, NOT_FOUND, OK, OUTPUT, PATIENCE, REFUSED, TRY_AGAIN, UNAVAILABLE,
                          USAGE, Terminal, ToolTest, wait_for_full_pipe)


# a picture of one point
PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


class ReadTest(ToolTest):
    def lines(self, *arguments, **options):
        return self.succeed(*arguments, **options).splitlines()

    def json_lines(self, *arguments, **options):
        return self.objects(self.succeed(*arguments, "--json", **options))

    def group(self, title, *participants):
        return self.sandbox.call("/sandbox/chats", {"from": "nora", "type": "group", "title": title,
                                                    "participants": ["echo_bot", *participants]})["chat_id"]


class ChatsTest(ReadTest):
    def test_chats(self):
        personal = self.sandbox.say("hello")["chat_id"]
        group = self.group("Night\tshift \x1b[31m")
        self.assertEqual(sorted(self.lines("chats")), sorted([f"{personal}\tp2p\t1\tnora@sandbox.local",
                                                              f"{group}\tgroup\t0\tNight shift \ufffd[31m"]))
        chats = {chat["chat_id"]: chat for chat in self.json_lines("chats")}
        self.assertEqual(chats[personal]["last_message"]["plain_text"], "hello")
        self.assertEqual((chats[group]["chat_type"], chats[group]["title"]), ("group", "Night\tshift \x1b[31m"))

    def test_pages(self):
        for n in range(105):
            self.group(f"Group {n}")
        self.assertEqual(len(set(self.lines("chats"))), 105)
        self.assertEqual(len(self.lines("chats", "--limit", "3")), 3)
        self.assertEqual(len(self.lines("chats", "-n", "102")), 102)
        self.assertEqual(len(self.lines("chats", "-n", "0")), 105)
        self.assertIn("(0: all)", self.succeed("chats", "--help"))

    def test_none(self):
        self.assertEqual(self.succeed("chats"), "")

    def test_completion_knows_them(self):
        """What has been listed once is completed without asking the server."""
        group = self.group("Night shift")
        self.succeed("chats")
        self.assertIn(f"{group}\tNight shift", (self.home / "cache/trueconf-bot/recipients-default").read_text().splitlines())

    def test_participants(self):
        group = self.group("Night shift", {"user": "max", "role": "admin"})
        expected = ["echo_bot@sandbox.local\tuser", "max@sandbox.local\tadmin", "nora@sandbox.local\towner"]
        self.assertEqual(sorted(self.lines("participants", group)), expected)
        self.config(f"[aliases]\nnight={group}\n")
        self.assertEqual(len(self.json_lines("participants", "@night")), 3)
        self.assertEqual(self.json_lines("participants", "@night")[0].keys(), {"user_id", "role"})
        self.fail_with(NOT_FOUND, "participants", "0" * 40)
        self.fail_with(CONFIG, "participants", "@day")
        self.fail_with(USAGE, "participants")


class HistoryTest(ReadTest):
    def texts_of(self, *arguments):
        return [message["plain_text"] for message in self.json_lines("history", "nora", *arguments)]

    def test_pages(self):
        """As many as it takes, in order, none twice."""
        self.sandbox.say("m", count=250)
        everything = [f"m {n}" for n in range(1, 251)]
        self.assertEqual(self.texts_of("--limit", "0"), everything)
        self.assertEqual(self.texts_of(), everything[-50:])
        for limit in (1, 99, 100, 101, 249, 250, 300):
            self.assertEqual(self.texts_of("-n", str(limit)), everything[-limit:], limit)

    def test_since(self):
        self.sandbox.say("m", count=120)
        self.assertEqual(len(self.texts_of("--since", "1h")), 120)
        self.assertEqual(len(self.texts_of("--since", "1h", "--limit", "7")), 7)
        self.assertEqual(self.texts_of("--since", "2099-01-01"), [])
        self.assertEqual(len(self.texts_of("--since", "2020-01-01 12:30")), 120)
        last = self.json_lines("history", "nora", "-n", "1")[0]
        self.assertEqual(len(self.texts_of("--since", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(last["timestamp"] / 1000 + 1)))), 0)
        for wrong in ("yesterday", "", "5", "5y", "2026-13-01", "-1h", "99999999999h"):
            with self.subTest(wrong):
                self.assertIn("--since takes", self.fail_with(USAGE, "history", "nora", f"--since={wrong}"))

    def test_text(self):
        """Nobody writes a line that looks like another one's message, or changes the terminal."""
        self.sandbox.say("<b>bold</b>\n2026-01-01 00:00:00  max@sandbox.local  I quit\x1b[2J", parse_mode="html")
        file_id = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {"name": "a.txt", "size": 3000}})["file_id"]
        self.succeed("send", "nora", "answer")
        lines = self.lines("history", "nora", env={"TZ": "UTC"})
        self.assertEqual(len(lines), 4)
        self.assertRegex(lines[0], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  nora@sandbox.local  bold$")
        self.assertEqual(lines[1], "    2026-01-01 00:00:00  max@sandbox.local  I quit\ufffd[2J")
        self.assertTrue(lines[2].endswith(f"  nora@sandbox.local  (file) a.txt, 3.0\u00a0kB, {file_id}"), lines[2])
        self.assertTrue(lines[3].endswith("  echo_bot@sandbox.local  answer"))

    def test_colours(self):
        self.sandbox.say("x")
        self.assertIn("\033[1mnora@sandbox.local\033[0m", Terminal.seen_of(self, "history", "nora"))
        self.assertNotIn("\033[1m", Terminal.seen_of(self, "history", "nora", env={"NO_COLOR": "1"}))

    def test_reader_goes(self):
        self.sandbox.say("m", count=250)
        process = self.start("history", "nora", "-n", "0", "--json")
        process.stdout.close()
        self.assertEqual(process.wait(PATIENCE), OUTPUT)

    def test_reader_that_does_not_read(self):
        """The first Ctrl-C ends it."""
        self.sandbox.say("m", count=250)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number):
                process = self.start("history", "nora", "-n", "0", "--json")
                wait_for_full_pipe(process.stdout)
                process.send_signal(number)
                self.assertEqual((process.wait(PATIENCE), process.stderr.read()), (-number, b""))

    def test_unknown_chat(self):
        self.fail_with(NOT_FOUND, "history", "0" * 40)


class FilesTest(ReadTest):
    def received(self, size=100_000, name="a.bin"):
        return self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {"name": name, "size": size}})["file_id"]

    def test_upload(self):
        path = self.write("report.txt", "report " * 1000)
        file_id = self.succeed("upload", path).strip()
        chat = self.sandbox.say("x")["chat_id"]
        self.succeed("call", "sendFile", json.dumps({"chatId": chat, "content": {"temporalFileId": file_id}}))
        attachment = self.json_lines("history", "nora", "-n", "1")[0]["document"]
        self.assertEqual((attachment["name"], attachment["size"]), ("report.txt", 7000))
        # and back
        self.assertEqual(self.run_tool("download", attachment["file_id"], "-o", "-").out, "report " * 1000)

    def test_upload_preview(self):
        """With it a chat shows a picture, without it a file."""
        picture = self.write("plan.png", PICTURE)
        small = self.write("small.png", PICTURE)
        chat = self.sandbox.say("x")["chat_id"]
        for preview, previews in ((("--preview", small), [("small.png", len(PICTURE), "image/png")]), ((), [])):
            file_id = self.succeed("upload", picture, *preview).strip()
            sent = json.loads(self.succeed("call", "sendFile", json.dumps({"chatId": chat, "content": {"temporalFileId": file_id}})))
            info = json.loads(self.succeed("call", "getFileInfo", json.dumps({"fileId": sent["fileId"]})))
            self.assertEqual(info["name"], "plan.png")
            self.assertEqual([(found["name"], found["size"], found["mimeType"]) for found in info["previews"] or []], previews)
        self.assertEqual(len(self.succeed("upload", "-", "--name", "a.txt", "--preview", picture, text="x").split()), 1)
        self.assertEqual(len(self.succeed("upload", picture, "--preview", "-", text=PICTURE).split()), 1)
        self.assertIn("both", self.fail_with(USAGE, "upload", "-", "--name", "a", "--preview", "-", text="x"))
        self.assertIn("text/plain", self.fail_with(DATA, "upload", picture, "--preview", self.write("a.txt", "no picture")))
        self.fail_with(NO_INPUT, "upload", picture, "--preview", "absent.png")

    def test_upload_json(self):
        answer = json.loads(self.succeed("upload", self.write("a.txt", "12345"), "--name", "other.txt", "--json"))
        self.assertEqual((answer["name"], answer["size"], sorted(answer)), ("other.txt", 5, ["file_id", "name", "size"]))

    def test_upload_from_pipe(self):
        answer = json.loads(self.succeed("upload", "-", "--name", "dump.sql", "--json", text="x" * 200_000))
        self.assertEqual((answer["name"], answer["size"]), ("dump.sql", 200_000))
        self.assertIn("--name", self.fail_with(USAGE, "upload", "-", text="x"))

    def test_upload_mistakes(self):
        self.fail_with(NO_INPUT, "upload", "nowhere.txt")
        self.fail_with(NO_INPUT, "upload", self.home)
        self.sandbox.call("/sandbox/limits", {"max_size": 10})
        self.fail_with(DATA, "upload", self.write("large", "x" * 100))

    def test_download(self):
        file_id = self.received()
        self.assertTrue(self.succeed("download", file_id).endswith("/a.bin\n"))
        first = (self.home / "a.bin").read_bytes()
        self.assertEqual(len(first), 100_000)
        # it never replaces another file there, unless that is named
        again = self.succeed("download", file_id).strip()
        self.assertNotEqual(again, str(self.home / "a.bin"))
        target = self.write("target", "old")
        self.assertEqual(self.succeed("download", file_id, "-o", target), f"{target}\n")
        self.assertEqual(target.read_bytes(), first)
        (self.home / "folder").mkdir()
        answer = json.loads(self.succeed("download", file_id, "--output", "folder", "--json"))
        self.assertEqual(answer, {"file_id": file_id, "path": str(self.home / "folder/a.bin"), "size": 100_000})
        self.assertEqual(self.succeed("download", file_id, "-q", "-o", target), "")

    def test_download_to_pipe(self):
        """Nothing but the file goes there, and no temporary file stays."""
        file_id = self.received(3_000_000)
        process = self.start("download", file_id, "-o", "-")
        out, err = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, err, len(out)), (OK, b"", 3_000_000))
        self.succeed("download", file_id, "-o", "file")
        self.assertEqual(hashlib.sha256(out).digest(), hashlib.sha256((self.home / "file").read_bytes()).digest())
        self.assertEqual([path.name for path in self.home.iterdir() if path.name.startswith("trueconf-bot-")], [])

    def test_interrupted_at_a_pipe_that_nobody_reads(self):
        """The first Ctrl-C ends it, though it cannot write, and nothing stays behind."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGKILL):
            with self.subTest(number):
                process = self.start("download", self.received(3_000_000), "-o", "-")
                wait_for_full_pipe(process.stdout)
                process.send_signal(number)
                self.assertEqual(process.wait(PATIENCE), -number)
                self.assertEqual(process.stderr.read(), b"")
                self.assertEqual([path.name for path in self.home.iterdir() if path.name.startswith("trueconf-bot-")], [])

    def test_names_of_others(self):
        """A name that somebody has given to a file leads nowhere else."""
        self.succeed("download", self.received(10, "../../etc/passwd"), "-o", self.home)
        self.assertTrue((self.home / "passwd").exists() or any("passwd" in path.name for path in self.home.iterdir()))

    def test_download_mistakes(self):
        file_id = self.received()
        self.fail_with(NOT_FOUND, "download", "nowhere")
        self.fail_with(CANNOT_CREATE, "download", file_id, "-o", "no/such/folder/a")
        with open("/dev/full", "w") as full:
            self.fail_with(OUTPUT, "download", file_id, "-o", "-", stdout=full)

    def test_one_byte(self):
        """Of one byte is told as of one."""
        self.fault("upload-status", status=413, count=1)
        self.assertIn(": it has 1 byte, and ", self.fail_with(DATA, "upload", self.write("one", "x")))
        file_id = self.received(1)
        for fault, members, words in (("download-short", {"bytes": 0}, "it ended after 0 of 1 byte"),
                                      ("download-wrong-length", {"bytes": 5}, "1 byte was announced, and the answer has 5"),
                                      ("download-endless", {}, "it has more than the 1 byte that was announced")):
            with self.subTest(fault):
                self.fault(fault, count=1, **members)
                line = self.fail_with(TRY_AGAIN, "download", file_id, "-o", "got")
                self.assertTrue(line.endswith(f": {words}"), line)

    def test_progress(self):
        """A bar on a terminal, none in a pipe, none with --quiet."""
        path = self.write("large.bin", b"x" * 2_000_000)
        file_id = self.received(2_000_000)
        for command in (("upload", path), ("download", file_id, "-o", "got")):
            self.assertIn("100 %", Terminal.seen_of(self, *command))
            self.assertNotIn("%", Terminal.seen_of(self, *command, "--quiet"))
            self.assertEqual(self.run_tool(*command).err, "")


class CallTest(ReadTest):
    def test_call(self):
        chat = self.sandbox.say("x")["chat_id"]
        payload = json.dumps({"chatId": chat})
        for answer in (self.succeed("call", "getChatByID", payload), self.succeed("call", "getChatByID", "-", text=payload)):
            self.assertEqual(json.loads(answer)["chatId"], chat)
            self.assertEqual(answer.count("\n"), 1)
        self.assertEqual(len(json.loads(self.succeed("call", "getChats", '{"count": 5, "page": 1}'))), 1)
        self.assertEqual(self.succeed("call", "getFileUploadLimits").count("\n"), 1)

    def test_mistakes(self):
        for payload in ("", "{", "[1]", "5", '{"a": }', "null"):
            with self.subTest(payload):
                self.fail_with(DATA, "call", "getChats", payload)
                self.fail_with(DATA, "call", "getChats", "-", text=payload)
        self.assertEqual(self.sandbox.counters()["connections"], 0)
        self.assertIn("304", self.fail_with(NOT_FOUND, "call", "getChatByID", '{"chatId": "x"}'))
        self.fail_with(REFUSED, "call", "noSuchMethod")


class HealthTest(ReadTest):
    def test_health(self):
        self.assertEqual(self.succeed("health"), f"authorized http://127.0.0.1:{self.sandbox.port} echo_bot@sandbox.local\n")
        health = json.loads(self.succeed("health", "--json"))
        self.assertEqual((health["status"], health["authorized"], health["user_id"]), ("authorized", True, "echo_bot@sandbox.local"))
        self.assertEqual(self.succeed("health", "--quiet"), "")

    def test_trouble(self):
        done = self.run_tool("health", "--json", "--port", str(free_port()))
        self.assertEqual(done.status, UNAVAILABLE)
        health = json.loads(done.out)
        self.assertEqual((health["status"], health["authorized"]), ("disconnected", False))
        self.assertIn("nothing listens", health["error"])
        done = self.run_tool("health", env={"TRUECONF_PASSWORD": "wrong"})
        self.assertEqual(done.status, REFUSED)
        self.assertTrue(done.out.startswith("disconnected "))

    def test_watch(self):
        """Each change is there at once, and the connection comes back."""
        process = self.start("health", "--watch", "--json")
        self.assertEqual([json.loads(process.stdout.readline())["status"] for _ in range(2)], ["connected", "authorized"])
        self.fault("drop")
        lost = json.loads(process.stdout.readline())
        self.assertEqual(lost["status"], "disconnected")
        self.assertIn("error", lost)
        while json.loads(process.stdout.readline())["status"] != "authorized":
            pass
        self.assertEqual(self.interrupt(process).status, -signal.SIGINT)

    def test_watch_ends(self):
        """When there is nothing to be hoped for, or nobody reads."""
        done = self.run_tool("health", "--watch", env={"TRUECONF_PASSWORD": "wrong"})
        self.assertEqual(done.status, REFUSED)
        process = self.start("health", "--watch")
        process.stdout.close()
        self.assertEqual(process.wait(PATIENCE), OUTPUT)


class LimitsTest(ReadTest):
    def test_limits(self):
        self.assertIn("Files: of any size\nFiles: with any extension\n  4096  visible characters", self.succeed("limits"))
        self.sandbox.call("/sandbox/limits", {"max_size": 1000, "extensions": {"mode": "block", "list": ["exe", "bat"]}})
        text = self.succeed("limits")
        self.assertIn("1.0\u00a0kB", text)
        self.assertIn("not with these extensions: exe, bat", text)
        limits = json.loads(self.succeed("limits", "--json"))
        self.assertEqual(limits["upload"], {"max_size": 1000, "mode": "block", "extensions": ["exe", "bat"]})
        self.assertEqual((limits["text"], limits["server_version"]), (4096, self.sandbox.ready["server_version"]))


class VersionTest(ReadTest):
    def test_version(self):
        tool, library = self.lines("version", env={"TRUECONF_SERVER": None})
        self.assertEqual(tool.split()[1], library.split()[1])
        self.assertEqual(self.sandbox.counters()["connections"], 0)

    def test_remote(self):
        self.assertEqual(self.lines("version", "--remote")[2], f"TrueConf Server {self.sandbox.ready['server_version']} (sandbox.local)")
        versions = json.loads(self.succeed("version", "--remote", "--json"))
        self.assertEqual(sorted(versions), ["library", "server", "server_name", "tool"])
        # it is no secret
        self.assertEqual(self.sandbox.counters()["token_requests"], 0)
        self.fail_with(UNAVAILABLE, "version", "--remote", "--port", str(free_port()))


if __name__ == "__main__":
    main()
