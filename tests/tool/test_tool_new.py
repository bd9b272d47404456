# SPDX-License-Identifier: LGPL-2.1-or-later
"""trueconf-bot new: what it makes is built, tested and installed as its README says, and nothing is overwritten."""

import fnmatch
import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import tomllib
import unittest
from pathlib import Path

from harness import main

# scripts that begin with “env python3” get the Python that has gi
os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"

TOOL = os.environ["TRUECONF_TOOL"]
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 400
# how exposed a service may be, in tenths: systemd calls 20 “OK”
MAX_EXPOSURE = 15


class NewTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_tool(self, *arguments, cwd=None, **environment):
        return subprocess.run([TOOL, "new", *arguments], cwd=cwd or self.folder, capture_output=True, text=True,
                              env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "", **environment}, timeout=PATIENCE,
                              check=False)

    def make(self, language, name="night-watch-bot"):
        answer = self.run_tool(name, "--language", language, "--json")
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        return json.loads(answer.stdout)

    def files(self, folder="."):
        return sorted(path.relative_to(self.folder / folder).as_posix() for path in (self.folder / folder).rglob("*")
                      if path.is_file())


class ProjectTest(NewTest):
    """Each language, from the empty folder to the service."""

    def setUp(self):
        super().setUp()
        self.manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.manager.close)
        self.manager.bind(str(self.folder / "notify"))
        self.manager.setblocking(False)

    def vala_flags(self):
        """Where the vapi is, with what it needs, as they are installed beside each other."""
        build = Path(os.environ["TRUECONF_BUILD_ROOT"])
        folder = self.folder / "vapi"
        folder.mkdir(exist_ok=True)
        shutil.copy(build / "trueconf-bot/trueconf-bot-1.vapi", folder)
        shutil.copy(build / "trueconf-bot/trueconf-bot-1.deps", folder)
        return f"--vapidir={folder}"

    def told_systemd(self):
        """What the bots have told the service manager since it was last asked."""
        told = []
        while True:
            try:
                told.append(self.manager.recv(65536).decode())
            except BlockingIOError:
                return "\n".join(told)

    def run_in_project(self, script):
        answer = subprocess.run(["sh", "-e", "-c", script], cwd=self.folder / "night-watch-bot", capture_output=True, text=True,
                                env={**os.environ, "CFLAGS": "-Werror" if self.language == "c" else "", "VALAFLAGS": self.vala_flags(),
                                     "NOTIFY_SOCKET": str(self.folder / "notify")},
                                timeout=PATIENCE, check=False)
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        return answer.stdout + answer.stderr

    def check(self, language, files):
        self.language = language
        made = self.make(language)
        project = self.folder / "night-watch-bot"
        self.assertEqual((made["folder"], made["language"]), ("night-watch-bot", language))
        self.assertEqual(sorted(made["files"]), self.files("night-watch-bot"))
        self.assertEqual(sorted(made["files"]), sorted([".gitignore", "Containerfile", "README.md", "night-watch-bot.service", *files]))
        for name in made["files"]:
            text = (project / name).read_text()
            self.assertIsNone(re.search(r"sample.?bot|[A-Z]+-COMMAND", text, re.IGNORECASE), name)
            self.assertEqual(bool((project / name).stat().st_mode & stat.S_IXUSR), text.startswith("#!"), name)
        readme = (project / "README.md").read_text()
        self.run_in_project(re.search(r"## Build and test it\n.*?```sh\n(.*?)```", readme, re.DOTALL)[1])
        self.assertIn("READY=1", self.told_systemd())
        self.check_unit(project / "night-watch-bot.service")
        self.check_container(project)
        return project

    def check_unit(self, unit):
        """systemd reads it without a word, and finds it well enclosed."""
        text = unit.read_text()
        program = Path("/usr/local/bin/night-watch-bot")
        self.assertIn(f"Type=notify\nExecStart={program}\n", text)
        # which is not installed here
        copy = self.folder / "units" / unit.name
        copy.parent.mkdir()
        copy.write_text(text.replace(str(program), "/bin/true"))
        verified = subprocess.run(["systemd-analyze", "verify", "--man=no", copy], capture_output=True, text=True, check=False)
        self.assertEqual((verified.returncode, [line for line in verified.stderr.splitlines() if unit.name in line]), (0, []))
        rated = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={MAX_EXPOSURE}", copy],
                               capture_output=True, text=True, check=False)
        self.assertEqual(rated.returncode, 0, rated.stdout + rated.stderr)

    def check_container(self, project):
        """What is copied is there, and what is started is what was copied or installed."""
        text = (project / "Containerfile").read_text()
        for source in re.findall(r"^COPY (?!--from)(?:--\S+ )?(\S+) ", text, re.MULTILINE):
            self.assertTrue(source == "packages/" or (project / source).exists(), source)
        self.assertIn('ENTRYPOINT ["/usr/local/bin/night-watch-bot"]', text)
        self.assertIn("FROM debian:12-slim", text)
        # none of the packages for development is in what runs
        last = text.rpartition("FROM ")[2]
        for pattern in re.findall(r"/packages/(\S+\.deb)", last):
            self.assertFalse(fnmatch.fnmatch("libtrueconf-bot-1-dev_0.1.0-1_amd64.deb", pattern), pattern)
        self.assertTrue(any(fnmatch.fnmatch("libtrueconf-bot-1-0.1_0.1.0-1_amd64.deb", pattern)
                            for pattern in re.findall(r"/packages/(\S+\.deb)", last)))

    def check_installed(self):
        root = self.folder / "root"
        self.run_in_project(f"DESTDIR={root} meson install -C _build")
        program = root / "usr/local/bin/night-watch-bot"
        self.assertTrue(program.stat().st_mode & stat.S_IXUSR)
        self.assertTrue((root / "usr/local/lib/systemd/system/night-watch-bot.service").is_file())

    def test_c(self):
        self.check("c", ["meson.build", "night-watch-bot.c", "tests/test_night_watch_bot.py"])
        self.check_installed()

    def test_js(self):
        self.check("js", ["meson.build", "night-watch-bot.js", "tests/test-night-watch-bot.js"])
        self.check_installed()

    def test_python(self):
        project = self.check("python", ["pyproject.toml", "night_watch_bot.py", "tests/test_night_watch_bot.py"])
        about = tomllib.loads((project / "pyproject.toml").read_text())
        self.assertEqual(about["project"]["scripts"], {"night-watch-bot": "night_watch_bot:main"})
        self.run_in_project("python3 -c 'import night_watch_bot; night_watch_bot.main'")

    def test_vala(self):
        project = self.check("vala", ["meson.build", "night-watch-bot.vala", "tests/test_night_watch_bot.py"])
        self.assertIn("class NightWatchBot ", (project / "night-watch-bot.vala").read_text())
        self.check_installed()

    def test_the_test_can_fail(self):
        """A bot that says something else does not pass."""
        self.language = "python"
        self.make("python")
        bot = self.folder / "night-watch-bot/night_watch_bot.py"
        bot.write_text(bot.read_text().replace("Ordered: ", "Forgotten: "))
        answer = subprocess.run(["python3", "tests/test_night_watch_bot.py", "./night_watch_bot.py"], cwd=bot.parent,
                                capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(answer.returncode, 1)
        self.assertIn("'Forgotten: 2 × Soup'", answer.stderr)


class SettingsTest(NewTest):
    """A new bot that cannot start says why in a line."""

    def test_no_password(self):
        self.make("python")
        self.make("js", "other-bot")
        for command, name in ((["./night_watch_bot.py"], "night-watch-bot"), (["gjs", "-m", "other-bot.js"], "other-bot")):
            answer = subprocess.run(command, cwd=self.folder / name, capture_output=True, text=True, timeout=PATIENCE, check=False)
            self.assertEqual(answer.returncode, 1)
            self.assertRegex(answer.stderr, rf"^{name}: .*password.*\n$")


class GuideTest(NewTest):
    def test_guide(self):
        """The guide's minute, as it is typed."""
        guide = (ROOT / "docs/command-line.md").read_text(encoding="utf-8").partition("## " + "A new bot in a minute" + "\n")[2]
        script = re.search(r"```sh\n(.*?)```", guide, re.DOTALL)[1]
        answer = subprocess.run(["sh", "-e", "-c", script], cwd=self.folder, capture_output=True, text=True, timeout=PATIENCE, check=False,
                                env={**os.environ, "PATH": f"{Path(TOOL).parent}:{os.environ['PATH']}"})
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        self.assertIn("OK", answer.stderr)


class RefusalTest(NewTest):
    def assert_refused(self, status, words, *arguments, **kwargs):
        answer = self.run_tool(*arguments, **kwargs)
        self.assertEqual(answer.returncode, status, answer.stderr)
        self.assertRegex(answer.stderr, rf"^trueconf-bot: [^\n]*{words}[^\n]*\n$")
        self.assertEqual(answer.stdout, "")

    def test_names(self):
        for name in ("", "lunch", "Lunch-bot", "lunch--bot", "-bot", "../bot", "a/bot", "mittag-ü-bot", "1bot", "bot-", "lunch bot",
                     "a" * 40 + "bot"):
            with self.subTest(name=name):
                self.assert_refused(64, "is not a name for a bot", "--language=c", "--", name)
        self.assert_refused(64, "the name of this program", "trueconf-bot", "--language=c")
        self.assertEqual(self.files(), [])

    def test_arguments(self):
        self.assert_refused(64, "Which language", "lunch-bot")
        self.assert_refused(64, "python", "lunch-bot", "--language=rust")
        self.assert_refused(64, "NAME", "--language=c")
        self.assertEqual(self.files(), [])

    def test_what_is_there(self):
        (self.folder / "lunch-bot").mkdir()
        (self.folder / "lunch-bot/README.md").write_text("mine")
        self.assert_refused(73, "there already", "lunch-bot", "--language=c")
        self.assertEqual(self.files(), ["lunch-bot/README.md"])
        self.assertEqual((self.folder / "lunch-bot/README.md").read_text(), "mine")
        (self.folder / "file-bot").write_text("mine")
        self.assert_refused(73, "there already", "file-bot", "--language=c")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["file-bot", "lunch-bot"])

    def test_empty_folder(self):
        (self.folder / "lunch-bot").mkdir()
        answer = self.run_tool("lunch-bot", "--language=js", "--quiet")
        self.assertEqual((answer.returncode, answer.stdout, answer.stderr), (0, "", ""))
        self.assertIn("lunch-bot/lunch-bot.js", self.files())

    def test_nowhere(self):
        self.assert_refused(73, "cannot be made here", "lunch-bot", "--language=c", cwd="/proc")

    def test_text(self):
        answer = self.run_tool("lunch-bot", "--language=python")
        self.assertEqual(answer.returncode, 0)
        self.assertIn("lunch-bot/lunch_bot.py\n", answer.stdout)
        self.assertIn("  python3 tests/test_lunch_bot.py ./lunch_bot.py\n", answer.stdout)


if __name__ == "__main__":
    main()
