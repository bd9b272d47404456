# SPDX-License-Identifier: LGPL-2.1-or-later
"""What gtk-rs' gir makes of the GIR: a crate that agrees with the headers, and one with safe types, in which a bot echoes."""

import os
import shutil
import subprocess
import unittest
from pathlib import Path

from harness import main
from programs import BUILT, ExampleTest, wait_for

SOURCE = Path(__file__).parent
BUILD = BUILT.parent
WORK = BUILD / "tests/rust"
ENVIRONMENT = {**os.environ, "CARGO_TARGET_DIR": str(WORK / "target"), "PKG_CONFIG_PATH": str(BUILD / "meson-uninstalled")}


def run(*command, folder=WORK):
    answer = subprocess.run(command, cwd=folder, env=ENVIRONMENT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if answer.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}:\n{answer.stdout}")
    return answer.stdout


def setUpModule():
    girs = subprocess.run(["pkg-config", "--variable=girdir", "gobject-introspection-1.0"], check=True, text=True,
                          stdout=subprocess.PIPE).stdout.strip()
    for crate, config in (("trueconf-sys", "Gir-sys.toml"), ("trueconf", "Gir.toml")):
        shutil.rmtree(WORK / crate, ignore_errors=True)
        shutil.copytree(SOURCE / crate, WORK / crate)
        run(os.environ["TRUECONF_GIR"], "-c", SOURCE / config, "-d", girs, "-d", BUILD / "trueconf-bot", "-o", crate)


class CratesTest(unittest.TestCase):
    def test_layout_and_constants_are_those_of_the_headers(self):
        self.assertIn("2 passed", run("cargo", "test", "--test", "abi", folder=WORK / "trueconf-sys"))

    def test_no_function_is_left_out_of_the_sys_crate(self):
        made = (WORK / "trueconf-sys/src/lib.rs").read_text()
        exported = run("nm", "-D", "--defined-only", BUILD / "trueconf-bot/libtrueconf-bot-1.so")
        names = {line.split()[-1] for line in exported.splitlines() if " T " in line}
        self.assertGreater(len(names), 500)
        self.assertEqual([name for name in sorted(names) if f"fn {name}(" not in made], [])


class EchoTest(ExampleTest):
    def test_echo(self):
        run("cargo", "build", "--example", "echo", folder=WORK / "trueconf")
        echo = WORK / "target/debug/examples/echo"
        bot = self.start(echo, BOT_USER="echo_bot", BOT_PASSWORD="secret")
        self.assert_authorized()
        self.sandbox.say("hello")
        wait_for(lambda: self.sandbox.texts() == ["hello"], "the echo")
        self.assertEqual(self.end(bot), ("", ""))
        status, output, errors = self.run_to_end(echo, BOT_PASSWORD="wrong")
        self.assertEqual((status, output, len(errors.splitlines())), (1, "", 1), errors)


if __name__ == "__main__":
    main()
