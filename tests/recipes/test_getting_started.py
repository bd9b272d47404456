# SPDX-License-Identifier: LGPL-2.1-or-later
"""The program of the first guide, in four languages, as who follows the guide in English or in Russian has it in the end."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import main
from pages import DOCS, blocks, changed
from programs import BUILT, EXAMPLES, ExampleTest, wait_for

GUIDES = {"English": "getting-started.md", "Russian": "getting-started.ru.md"}
SANDBOX = os.environ["TRUECONF_SANDBOX"]
# what a test has to change: the port, which is not 4309 here
PORTS = {
    "python": ("https=False,", "https=False, port={port},"),
    "js": ("https: false,", "https: false, port: {port},"),
    "c": ("trueconf_bot_set_https (bot, FALSE);", "trueconf_bot_set_https (bot, FALSE);\n  trueconf_bot_set_port (bot, {port});"),
    "vala": ("{ https = false };", "{ https = false, port = {port} };"),
}


class GettingStarted(ExampleTest):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory(prefix="trueconf-guide-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, guide, language, suffix):
        old, new = PORTS[language]
        path = self.folder / f"echo.{suffix}"
        path.write_text(changed("\n".join(blocks(guide, language)), (old, new.replace("{port}", str(self.sandbox.port)))), encoding="utf-8")
        return path

    def build(self, *command):
        environment = {**os.environ, "PKG_CONFIG_PATH": str(BUILT.parent / "meson-uninstalled")}
        done = subprocess.run([*command], env=environment, text=True, capture_output=True, cwd=self.folder, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def talk(self, *command):
        """Starts the program and does what the guide says."""
        bot = self.start(*command)
        self.assertIn('"connected"', bot.stdout.readline())
        self.assertIn('"authorized"', bot.stdout.readline())
        before = len(self.sandbox.texts())
        self.sandbox.say("hello")
        wait_for(lambda: self.sandbox.texts()[before:] == ["hello"], "the echo")
        self.sandbox.say("/health")
        wait_for(lambda: len(self.sandbox.texts()) == before + 2, "the state")
        self.assertIn('"status": "authorized"', self.sandbox.texts()[-1].replace("&quot;", '"'))
        self.end(bot)

    def test_python(self):
        for name, guide in GUIDES.items():
            with self.subTest(name):
                self.talk(sys.executable, self.write(guide, "python", "py"))

    def test_javascript(self):
        for name, guide in GUIDES.items():
            with self.subTest(name):
                self.talk(shutil.which("gjs"), "-m", self.write(guide, "js", "js"))

    def test_c(self):
        for name, guide in GUIDES.items():
            with self.subTest(name):
                flags = self.build("pkg-config", "--cflags", "--libs", "trueconf-bot-1").split()
                self.build("cc", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror", self.write(guide, "c", "c"), "-o", "echo", *flags)
                self.talk(self.folder / "echo")

    def test_vala(self):
        for name, guide in GUIDES.items():
            with self.subTest(name):
                flags = self.build("pkg-config", "--cflags", "--libs", "trueconf-bot-1").split()
                self.build("valac", f"--vapidir={BUILT.parent}/trueconf-bot", "--pkg", "gio-2.0", "--pkg", "json-glib-1.0", "--pkg", "libsoup-3.0", "--pkg",
                           "trueconf-bot-1", "--fatal-warnings", *(f"--Xcc={flag}" for flag in [*flags, "-w"]),
                           "-o", "echo-vala", self.write(guide, "vala", "vala"))
                self.talk(self.folder / "echo-vala")

    def test_sandbox(self):
        installing, starting = blocks(GUIDES["English"], "sh")
        # the tests of the installation run it, in a root of its own
        self.assertEqual(installing, "./dev install\n")
        process = self.start("sh", "-ec", "exec " + changed(starting, ("4309", "0"), ("trueconf-sandbox", SANDBOX)))
        ready = json.loads(process.stdout.readline())
        self.assertIn("page", ready)
        self.end(process)

    def test_front_page(self):
        """It shows the echo bots of README.md, which the tests of the installation build and run, and commands that they give."""
        readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
        for language in PORTS:
            program, = blocks("home.md", language)
            self.assertIn(f"```{language}\n{program}```", readme)
        commands, = blocks("home.md", "sh")
        for command in commands.splitlines():
            self.assertRegex(readme, rf"(?m)^{re.escape(command)} +#")

    def test_overview(self):
        program, = blocks("overview.md", "c")
        (self.folder / "echo.c").write_text(program, encoding="utf-8")
        compiling, with_versions = blocks("overview.md", "sh")
        self.build("sh", "-ec", compiling)
        self.assertTrue((self.folder / "echo").exists())
        self.build("sh", "-ec", changed(with_versions, ("…", compiling.removeprefix("cc ").replace("-o echo", "-Werror -o echo-again"))))
        self.assertTrue((self.folder / "echo-again").exists())

    def test_vala_page(self):
        block, = blocks("vala.md")
        self.build("sh", "-ec", changed(block, ("_build/trueconf-bot", BUILT.parent / "trueconf-bot"),
                                        (" echo-bot.vala", f" -o echo-of-page {EXAMPLES}/echo-bot/echo-bot.vala")))
        self.assertTrue((self.folder / "echo-of-page").exists())

    def test_both_guides_say_the_same(self):
        english, russian = ((DOCS / guide).read_text(encoding="utf-8") for guide in GUIDES.values())
        for kind in ("\n## ", "\n### ", "\n| ", "\n```"):
            self.assertEqual(english.count(kind), russian.count(kind), kind)
        for language in (*PORTS, "sh"):
            self.assertEqual(blocks(GUIDES["English"], language), blocks(GUIDES["Russian"], language), language)


if __name__ == "__main__":
    main()
