# SPDX-License-Identifier: LGPL-2.1-or-later
"""The bots that echo, those that tell how they are, and the demo."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request
from pathlib import Path

from harness import HEALTH_KEYS, PATIENCE, free_port, main
from programs import BUILT, EXAMPLES, ROOT, ExampleTest, wait_for


class ExamplesTest(ExampleTest):
    def assert_echo(self, *command):
        bot = self.start(*command, BOT_USER="echo_bot", BOT_PASSWORD="secret")
        self.assert_authorized()
        self.sandbox.say("hello")
        wait_for(lambda: self.sandbox.texts() == ["hello"], "the echo")
        self.assertEqual(self.end(bot, signal.SIGINT), ("", ""))
        bot = self.start(*command, TOKEN=self.sandbox.token())
        self.assert_authorized()
        self.assertEqual(self.end(bot), ("", ""))
        bot = self.start(*command, BOT_USER="echo_bot", BOT_PASSWORD="wrong")
        output, errors = bot.communicate(timeout=PATIENCE)
        self.assertEqual((bot.returncode, output), (1, ""))
        self.assertIn("“echo_bot”", errors)
        self.assertEqual(len(errors.strip().splitlines()), 1, errors)

    def test_echo_c(self):
        self.assert_echo(BUILT / "echo-bot")

    def test_echo_python(self):
        self.assert_echo(sys.executable, EXAMPLES / "echo-bot/echo_bot.py")

    def test_echo_javascript(self):
        self.assert_echo(shutil.which("gjs"), "-m", EXAMPLES / "echo-bot/echo-bot.js")

    def test_echo_vala(self):
        self.assert_echo(BUILT / "echo-bot-vala")

    def assert_health_watch(self, *command):
        bot = self.start(*command, BOT_USER="echo_bot", BOT_PASSWORD="secret", INTERVAL="1")
        lines = []
        while not lines or lines[-1]["why"] != "asked":
            lines.append(json.loads(bot.stdout.readline()))
        self.assertEqual(list(lines[-1]["health"]), HEALTH_KEYS)
        lines += [json.loads(line) for line in self.end(bot)[0].splitlines()]
        changes = [line["health"]["status"] for line in lines if line["why"] == "changed"]
        self.assertEqual(changes, ["connected", "authorized", "disconnected"])

    def test_health_watch_c(self):
        self.assert_health_watch(BUILT / "health-watch")

    def test_health_watch_python(self):
        self.assert_health_watch(sys.executable, EXAMPLES / "health/health_watch.py")

    def test_health_watch_javascript(self):
        self.assert_health_watch(shutil.which("gjs"), "-m", EXAMPLES / "health/health-watch.js")

    def test_health_watch_vala(self):
        self.assert_health_watch(BUILT / "health-watch-vala")

    def get(self, port, path):
        """The status, and the body, which is JSON or text."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as answer:
                text = answer.read().decode()
                return answer.status, json.loads(text) if text.startswith("{") else text
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return None, None

    def assert_health_http(self, *command):
        port = free_port()
        fault = self.sandbox.call("/sandbox/faults", {"fault": "delay-auth", "ms": 60000})["id"]
        bot = self.start(*command, BOT_USER="echo_bot", BOT_PASSWORD="secret", HEALTH_PORT=str(port))
        wait_for(lambda: (self.get(port, "/health")[1] or {}).get("status") == "connected", "the connection")
        self.assertEqual(self.get(port, "/readyz"), (503, "bot: connected\n"))
        self.assertEqual(self.get(port, "/livez"), (200, "alive\n"))
        self.assertEqual(self.get(port, "/health")[0], 200)
        self.assertEqual(self.get(port, "/other")[0], 404)
        self.sandbox.call(f"/sandbox/faults/{fault}", method="DELETE")
        self.sandbox.call("/sandbox/faults", {"fault": "drop"})
        wait_for(lambda: self.get(port, "/readyz")[0] == 200, "being ready")
        status, health = self.get(port, "/health")
        self.assertEqual((status, list(health)), (200, HEALTH_KEYS))
        self.assertEqual((health["status"], health["port"]), ("authorized", self.sandbox.port))
        self.assertIn('\ntrueconf_bot_status{bot="bot",status="authorized"} 1\n', self.get(port, "/metrics")[1])
        # where another program listens
        other = self.start(*command, BOT_USER="echo_bot", BOT_PASSWORD="secret", HEALTH_PORT=str(port))
        output, errors = other.communicate(timeout=PATIENCE)
        self.assertEqual((other.returncode, output), (1, ""), errors)
        self.assertIn(str(port), errors)
        self.assertEqual(len(errors.strip().splitlines()), 1, errors)
        self.end(bot)

    def test_health_http_c(self):
        self.assert_health_http(BUILT / "health-http")

    def test_health_http_python(self):
        self.assert_health_http(sys.executable, EXAMPLES / "health/health_http.py")

    def test_health_http_javascript(self):
        self.assert_health_http(shutil.which("gjs"), "-m", EXAMPLES / "health/health-http.js")

    def test_health_http_vala(self):
        self.assert_health_http(BUILT / "health-http-vala")


class DocsTest(unittest.TestCase):
    def test_the_pages_show_the_examples(self):
        for page, example in (("python.md", "echo-bot/echo_bot.py"), ("javascript.md", "echo-bot/echo-bot.js"),
                              ("vala.md", "echo-bot/echo-bot.vala"), ("rust.md", "../tests/rust/trueconf/examples/echo.rs")):
            lines = (EXAMPLES / example).read_text().splitlines()
            while lines[0].startswith(("#", "//")) or not lines[0]:
                del lines[0]
            self.assertIn("\n".join(lines), (ROOT / "docs" / page).read_text(), page)


    def test_vala_is_compiled_as_the_page_says(self):
        page = (ROOT / "docs" / "vala.md").read_text()
        (line,) = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
        program = re.search(r"^```vala\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[1]
        with tempfile.TemporaryDirectory(prefix="trueconf-vala-") as folder:
            Path(folder, "echo-bot.vala").write_text(program)
            Path(folder, "_build").symlink_to(BUILT.parent)
            done = subprocess.run(["sh", "-e", "-c", line], cwd=folder, capture_output=True, text=True,
                                  env={**os.environ, "PKG_CONFIG_PATH": str(BUILT.parent / "meson-uninstalled")})
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(os.access(Path(folder, "echo-bot"), os.X_OK))


class ShellTest(ExampleTest):
    def test_as_the_readme_says(self):
        """Without building anything: that is done already, and not by a test."""
        line, = [line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("HTTPS=0 BOT_USER=")]
        folder = tempfile.TemporaryDirectory(prefix="trueconf-shell-")
        self.addCleanup(folder.cleanup)
        tree = Path(folder.name)
        shutil.copy(ROOT / "dev", tree)
        (tree / "_build").symlink_to(BUILT.parent)
        (tree / "examples").symlink_to(EXAMPLES)
        (tree / "bin").mkdir()
        for name, does in (("ninja", ""), ("dpkg-query", 'for name; do echo "ii $name"; done'), ("apt-get", "exit 1")):
            (tree / "bin" / name).write_text(f"#!/bin/sh\n{does}\n")
            (tree / "bin" / name).chmod(0o755)
        shell = subprocess.Popen([tree / "dev", "shell"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, text=True, start_new_session=True,
                                 env=self.environment(PATH=f"{tree / 'bin'}:{os.environ['PATH']}", SHELL="/bin/bash"))
        self.addCleanup(lambda: shell.poll() is None and os.killpg(shell.pid, signal.SIGKILL))
        shell.stdin.write(f"{line} & read -r _; kill $!; wait $! && echo well\n")
        shell.stdin.flush()
        self.assert_authorized()
        self.sandbox.say("hello")
        wait_for(lambda: self.sandbox.texts() == ["hello"], "the echo")
        output, _ = shell.communicate("go on\n", timeout=PATIENCE)
        self.assertEqual(output, "well\n")


class DemoTest(unittest.TestCase):
    command = [sys.executable, str(ROOT / "tools/demo/demo.py"), "--sandbox", os.environ["TRUECONF_SANDBOX"]]

    def test_once(self):
        done = subprocess.run([*self.command, "--once"], capture_output=True, text=True, timeout=40)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        wanted = ["bot is connected", "bot is authorized", "nora: Hello!", "echo_bot: Hello!", "bot is disconnected"]
        places = [done.stdout.find(text) for text in wanted]
        self.assertNotIn(-1, places, done.stdout)
        self.assertEqual(places, sorted(places))

    def test_terminals(self):
        """Those that know the characters of a text show them, others something like them."""
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        for source, charset in (("en_US", "ISO-8859-1"), ("ru_RU", "KOI8-R"), (None, "ASCII")):
            if source:
                subprocess.run(["localedef", "-i", source, "-f", charset, f"{folder}/{charset}"], check=True)
            done = subprocess.run([*self.command, "--once"], capture_output=True, encoding=charset, timeout=40, env={
                **os.environ, "LOCPATH": folder, "LC_ALL": charset if source else "C", "PYTHONUTF8": "0",
                "PYTHONCOERCECLOCALE": "0"})
            with self.subTest(charset):
                self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
                self.assertIn("Stopping the bot ...", done.stdout)
                self.assertIn("It works.", done.stdout)

    def test_it_stays_up_and_ends_cleanly(self):
        demo = subprocess.Popen([*self.command, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: demo.poll() is None and demo.kill())
        lines = []
        while not lines or "?user=nora&bot=echo_bot" not in lines[-1]:
            lines.append(demo.stdout.readline())
            self.assertTrue(lines[-1], "".join(lines))
        address = lines[-1].split("open ")[1].strip()
        with urllib.request.urlopen(address, timeout=PATIENCE) as page:
            self.assertEqual(page.status, 200)
        demo.send_signal(signal.SIGINT)
        output, errors = demo.communicate(timeout=PATIENCE)
        self.assertEqual((demo.returncode, errors), (0, ""))
        self.assertIn("bot is disconnected", output)
        with self.assertRaises(OSError):
            urllib.request.urlopen(address, timeout=1)

    def test_without_a_sandbox(self):
        done = subprocess.run([*self.command[:2], "--once", "--sandbox", "/nowhere"], capture_output=True, text=True,
                              timeout=PATIENCE)
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertIn("./dev demo", done.stdout)


if __name__ == "__main__":
    main()
