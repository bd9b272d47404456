# SPDX-License-Identifier: LGPL-2.1-or-later
"""The wheel, as users install it, and what mypy and pyright say with the types in it."""

import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import unittest
import zipfile

from harness import Sandbox, main

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TOOLS = os.path.join(os.environ["TRUECONF_TYPING"], "bin")
STUB = os.environ["TRUECONF_STUB"]
ECHO = """
import sys
from trueconf_glib import Trueconf

bot = Trueconf.Bot("127.0.0.1", username="echo_bot", password="secret", https=False, port=int(sys.argv[1]))


@bot.dispatcher.message(Trueconf.F.text)
async def echo(message: Trueconf.Message) -> None:
    await message.answer(message.text)
    bot.stop()


bot.connect("status-changed", lambda _bot, health: print(health.authorized, flush=True))
bot.run()
"""


def call(*command, check=True, **options):
    """Runs a program; what it prints is part of the exception if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if check and done.returncode:
        raise AssertionError(f"{' '.join(command)}:\n{done.stdout}")
    return done.stdout


def tool(name):
    path = os.path.join(TOOLS, name)
    if not os.access(path, os.X_OK):
        raise AssertionError(f"{path} is not there: run ./dev setup where a registry of Python packages can be reached")
    return path


def without_tree():
    """The environment, where the override is found in the virtual environment only."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "MYPYPATH")}


class TypingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        root = cls.folder.name
        call(sys.executable, f"{ROOT}/tools/wheel/stage.py", STUB, os.environ["TRUECONF_DOCS"], f"{root}/source")
        # its files are of the year 2020 in any case, so that two builds are the same
        call(tool("python"), "-m", "build", "--no-isolation", "--outdir", f"{root}/dist", f"{root}/source")
        cls.wheel, = glob.glob(f"{root}/dist/*.whl")
        call(sys.executable, "-m", "venv", "--system-site-packages", "--without-pip", f"{root}/venv")
        cls.python = f"{root}/venv/bin/python"
        call(tool("python"), "-m", "pip", "--python", cls.python, "install", "--quiet", "--no-deps", "--no-index", cls.wheel)
        # into the same folder as pip would install it
        theirs, = glob.glob(f"{TOOLS}/../lib/python3*/site-packages/gi-stubs")
        ours, = glob.glob(f"{root}/venv/lib/python3*/site-packages")
        call("cp", "-r", theirs, ours)
        typing_extensions, = glob.glob(f"{TOOLS}/../lib/python3*/site-packages/typing_extensions.py")
        call("cp", typing_extensions, ours)

    def mypy(self, *files, check=True):
        return call(tool("mypy"), "--strict", "--no-error-summary", "--cache-dir", f"{self.folder.name}/cache",
                    "--python-executable", self.python, *files, check=check, env=without_tree())

    def pyright(self, *files):
        out = call(tool("pyright"), "--outputjson", "--pythonpath", self.python, *files, check=False, env=without_tree())
        return [entry for entry in json.loads(out[out.index("{"):])["generalDiagnostics"] if entry["severity"] == "error"]

    # ---- the wheel

    def test_wheel_has_what_belongs_to_it_and_nothing_else(self):
        names = zipfile.ZipFile(self.wheel).namelist()
        of_tree = {os.path.relpath(path, f"{ROOT}/bindings/python") for folder in ("gi", "trueconf_glib", "trueconf_compat")
                   for path in glob.glob(f"{ROOT}/bindings/python/{folder}/**/*.py", recursive=True)}
        expected = of_tree | {"gi-stubs/repository/Trueconf.pyi", "trueconf_glib/py.typed", "gi/overrides/_trueconf_docs.py"}
        got = {name for name in names if ".dist-info/" not in name}
        self.assertEqual(expected - got, set())
        self.assertEqual({name for name in got - expected if not name.endswith(("py.typed", ".pyi"))}, set())
        # these would hide PyGObject, and the types of GLib
        for name in ("gi/__init__.py", "gi/overrides/__init__.py", "gi-stubs/__init__.pyi", "gi-stubs/repository/__init__.pyi"):
            self.assertNotIn(name, names)

    def test_wheel_is_fit_for_the_registry(self):
        self.assertEqual(call(tool("twine"), "check", "--strict", *glob.glob(f"{self.folder.name}/dist/*")).count("PASSED"), 2)

    def test_version_is_that_of_the_library(self):
        with open(f"{ROOT}/bindings/python/pyproject.toml", "rb") as file:
            version = tomllib.load(file)["project"]["version"]
        with open(f"{ROOT}/meson.build") as file:
            self.assertEqual(re.search(r"version: '([\d.]+)'", file.read()).group(1), version)

    def test_echo(self):
        script = f"{self.folder.name}/echo.py"
        with open(script, "w") as file:
            file.write(ECHO)
        sandbox = Sandbox()
        self.addCleanup(sandbox.close)
        bot = subprocess.Popen([self.python, script, str(sandbox.port)], stdout=subprocess.PIPE, text=True, env=without_tree())
        self.addCleanup(bot.stdout.close)
        self.addCleanup(bot.wait)
        self.addCleanup(bot.kill)
        for line in bot.stdout:
            if line == "True\n":
                break
        sandbox.say("from a wheel")
        self.assertEqual(bot.wait(30), 0)
        self.assertEqual(sandbox.texts(), ["from a wheel"])

    def test_help_shows_arguments_and_documentation(self):
        out = call(self.python, "-c", "from trueconf_glib import Trueconf; help(Trueconf.Bot.send_message)", env=without_tree())
        # newer versions of Python show each argument in a line of its own
        self.assertRegex(out, r"send_message\(\s*self,\s*chat_id,\s*text")
        self.assertIn("Sends a text message", out)
        self.assertIn("Starts at once", out)
        out = call(self.python, "-c", "from trueconf_glib import Trueconf; help(Trueconf.Message.text)", env=without_tree())
        self.assertGreater(len(out.split()), 5)

    def test_missing_typelib_is_said_in_words(self):
        environment = without_tree() | {"GI_TYPELIB_PATH": self.folder.name}
        out = call(self.python, "-c", "import trueconf_glib", check=False, env=environment)
        last = out.splitlines()[-1]
        self.assertIn("ImportError: trueconf-glib is the Python part of the library libtrueconf-bot", last)
        self.assertIn(f"it is '{self.folder.name}'", last)

    def test_missing_pygobject_is_said_in_words(self):
        code = "import sys; sys.modules['gi'] = None; import trueconf_glib"
        self.assertIn("trueconf-glib needs PyGObject", call(self.python, "-c", code, check=False, env=without_tree()))

    # ---- the types

    def examples(self):
        return sorted(glob.glob(f"{ROOT}/examples/**/*.py", recursive=True))

    def test_mypy_takes_the_stub(self):
        ours, = glob.glob(f"{self.folder.name}/venv/lib/python3*/site-packages/gi-stubs/repository/Trueconf.pyi")
        # as a module of its own name: what is installed is not checked
        os.makedirs(f"{self.folder.name}/alone", exist_ok=True)
        call("cp", ours, f"{self.folder.name}/alone/trueconf_stub.pyi")
        self.mypy(f"{self.folder.name}/alone/trueconf_stub.pyi")

    def test_mypy_takes_the_examples(self):
        for example in self.examples():
            with self.subTest(os.path.basename(example)):
                self.mypy(example)

    def test_mypy_takes_the_uses(self):
        self.mypy(f"{HERE}/uses.py")

    def test_mypy_takes_trueconf_compat(self):
        # apart from the folder gi beside it, which would hide PyGObject
        alone = f"{self.folder.name}/compat"
        os.makedirs(alone, exist_ok=True)
        call("cp", "-r", f"{ROOT}/bindings/python/trueconf_compat", alone)
        self.mypy(f"{alone}/trueconf_compat")

    def test_pyright_takes_the_examples_and_the_uses(self):
        errors = self.pyright(*self.examples(), f"{HERE}/uses.py")
        self.assertEqual([f"{entry['file']}:{entry['range']['start']['line'] + 1}: {entry['message']}" for entry in errors], [])

    def wrong_lines(self):
        with open(f"{HERE}/mistakes.py") as file:
            return {number for number, line in enumerate(file, 1) if line.endswith("# wrong\n")}

    def test_mypy_finds_each_mistake(self):
        out = self.mypy(f"{HERE}/mistakes.py", check=False)
        self.assertEqual({int(number) for number in re.findall(r"mistakes\.py:(\d+): error", out)}, self.wrong_lines(), out)

    def test_pyright_finds_each_mistake(self):
        found = {entry["range"]["start"]["line"] + 1 for entry in self.pyright(f"{HERE}/mistakes.py")}
        self.assertEqual(found, self.wrong_lines())


if __name__ == "__main__":
    main()
