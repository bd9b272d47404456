# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every block of the guide “Listening from a shell”, as a person types it."""

import os
import re
import signal
import subprocess
from pathlib import Path

from harness import main
from tool_harness import OK, PATIENCE, SECRET, TOOL, Terminal, ToolTest, wait_for

GUIDE = Path(__file__).parents[2] / "docs" / "listening-from-a-shell.md"
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)


class GuideTest(ToolTest):
    def setUp(self):
        super().setUp()
        # the sandbox has its own address, and there is no password store here
        (self.home / "bin").mkdir()
        self.write("bin/trueconf-bot", f'#!/bin/bash\nexec "{TOOL}" "${{@/video.example.com/127.0.0.1}}"\n', 0o700)
        self.write("bin/pass", f"#!/bin/sh\necho '{SECRET}'\n", 0o700)
        self.chat = self.sandbox.say("hello")["chat_id"]
        self.file = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {"name": "plan.txt", "size": 500}})["file_id"]
        self.write("report.pdf", "%PDF-1.4")
        self.write("plan.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")

    def shell(self, block, **options):
        variables = {"PATH": f"{self.home / 'bin'}:{os.environ['PATH']}", "CHAT": self.chat, "FILE": self.file}
        env = self.environment(**{**variables, **options.pop("env", {})})
        process = subprocess.Popen(["bash", "-euo", "pipefail", "-c", block], env=env, cwd=self.home, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **options)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        return process

    def run_block(self, words, **options):
        """Runs the block that has these words; returns what it prints."""
        out, err = (process := self.shell(self.block(words), **options)).communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, err), (OK, ""))
        return out

    def block(self, words):
        (block,) = [block for block in BLOCKS if words in block]
        self.ran.add(block)
        return block

    ran = set()

    def listen(self, words, *texts, **options):
        """Runs a block that listens, and lets Nora write."""
        process = self.shell(self.block(words), **options)
        self.assertIn("Listening as", process.stderr.readline())
        for text in texts:
            self.sandbox.say(text)
        return process

    def test_every_block(self):
        self.log_in()
        self.events()
        self.programs()
        self.reading()
        self.assertEqual([block for block in BLOCKS if block not in self.ran], [])

    def log_in(self):
        block = self.block("login --server video.example.com --user echo_bot\n")
        terminal = Terminal(self, *block.split()[1:2], "--user", "echo_bot", env={"TRUECONF_USER": None, "TRUECONF_PASSWORD": None})
        terminal.read_until("Password of echo_bot")
        terminal.type(SECRET + "\n")
        self.assertEqual(terminal.finish(), OK)
        no_login = {"TRUECONF_USER": None, "TRUECONF_PASSWORD": None}
        self.assertIn("Logged in", self.run_block("pass show", env=no_login))
        self.assertEqual(self.run_block("TOKEN=", env=no_login), "")

    def events(self):
        process = self.listen("listen\n", "x")
        self.assertIn('"plain_text":"x"', self.line_with(process, '"message"'))
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        process = self.listen("jq -r '.author.id", "hello there")
        self.assertEqual(process.communicate(timeout=PATIENCE)[0], "nora@sandbox.local: hello there\n")
        process = self.listen("text = yes or text = no", "perhaps", "no")
        self.assertIn('"plain_text":"no"', process.communicate(timeout=PATIENCE)[0])

    def line_with(self, process, words):
        while words not in (line := process.stdout.readline()):
            self.assertTrue(line)
        return line

    def programs(self):
        process = self.listen("uptime.sh", "no question", "/uptime")
        wait_for(lambda: any("load average" in text for text in self.texts()), "the answer")
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        process = self.listen("lookup.py", "seven!!")
        process.communicate(timeout=PATIENCE)
        self.assertEqual(self.texts()[-1], "You wrote 7 characters.")

    def reading(self):
        out = self.run_block("history nora --limit 0")
        self.assertIn(f"{self.chat}\tp2p", out)
        self.assertIn("echo_bot@sandbox.local\tuser", out)
        self.assertIn("(file) plan.txt", out)
        self.assertGreater(len(self.objects((self.home / "archive.jsonl").read_text())), 5)
        out = self.run_block("report.pdf").splitlines()
        self.assertTrue(out[0].endswith("/plan.txt"))
        self.assertEqual(len(out), 5)
        self.assertTrue(self.run_block("call getChatByID").endswith("\nnora@sandbox.local\n"))
        out = self.run_block("version --remote")
        self.assertTrue(out.startswith("authorized "))
        self.assertIn("\nauthorized\n", out)
        self.assertIn("TrueConf Server", out)


if __name__ == "__main__":
    main()
