# SPDX-License-Identifier: LGPL-2.1-or-later
"""Completion in the three shells, by hand on a terminal where it is made for one, and the manual page."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from harness import main
from tool_harness import DATA, NO_INPUT, PATIENCE, TOOL, Terminal, ToolTest

RELEASED = "# News\n\n## 9.0.1 (2025-12-24)\n\n## 9.0.0 (2024-01-01)\n"
COMPLETION = Path(__file__).resolve().parents[2] / "tools/trueconf-bot/completion"
BASH = ["bash", "--noprofile", "--rcfile", "bashrc", "-i"]
# aliases that a shell takes apart
QUOTED = "[aliases]\nnight shift = nora\nr&d = max\nit's $(touch RUN) \"here\" = max\na\\b = max\n"
MAKE_MANUAL = COMPLETION.parent / "make-manual.py"


class CompletionTest(ToolTest):
    options = None

    def setUp(self):
        super().setUp()
        self.config("[profile default]\nserver = 127.0.0.1\npassword-file = /nowhere\n[profile test]\n\n[aliases]\nops = nora\nopera = max\n")
        self.write("cache/trueconf-bot/recipients-default", "nora\t\n" + "a" * 40 + "\tNight shift\n")
        self.write("cache/trueconf-bot/recipients-test", "tester\t\n")

    def complete(self, *words):
        """The candidates, and what else there may be."""
        lines = self.succeed("__complete", *words).splitlines()
        return [line.split("\t")[0] for line in lines[:-1]], lines[-1]

    def test_commands(self):
        commands, more = self.complete("s")
        self.assertEqual((commands, more), (["send"], ":none"))
        self.assertIn("version", self.complete("")[0])
        self.assertEqual(self.complete("help", "s"), (["send"], ":none"))
        self.assertIn("send\tSend a message", self.succeed("__complete", ""))

    def test_options(self):
        self.assertEqual(self.complete("send", "--ht"), (["--html"], ":none"))
        self.assertIn("--server", self.complete("--s")[0])
        self.assertNotIn("--html", self.complete("--")[0])
        self.assertEqual(self.complete("send", "--", "--ht"), ([], ":none"))
        self.assertEqual(self.complete("new", "--s"), ([], ":none"))

    def test_recipients(self):
        """Aliases and whom something was sent to, without a server and without the secret, whose file is not there."""
        self.assertEqual(self.complete("send", ""), (["@opera", "@ops", "nora", "a" * 40], ":none"))
        self.assertEqual(self.complete("send", "@op"), (["@opera", "@ops"], ":none"))
        self.assertEqual(self.complete("send", "--html", "no"), (["nora"], ":none"))
        self.assertEqual(self.complete("send", "-P", "test", "t"), (["tester"], ":none"))
        self.assertEqual(self.complete("send", "--profile=test", "t"), (["tester"], ":none"))
        self.assertEqual(self.complete("send", "nora", ""), ([], ":none"))
        self.assertIn("Night shift", self.succeed("__complete", "send", "a"))

    def test_values(self):
        self.assertEqual(self.complete("send", "--file", ""), ([], ":files"))
        self.assertEqual(self.complete("send", "-f", "x"), ([], ":files"))
        self.assertEqual(self.complete("send", "-Hf", "x"), ([], ":files"))
        self.assertEqual(self.complete("send", "--file="), ([], ":files"))
        self.assertEqual(self.complete("--profile="), (["--profile=default", "--profile=test"], ":none"))
        self.assertEqual(self.complete("-P", "t"), (["test"], ":none"))
        self.assertEqual(self.complete("send", "--nonsense="), ([], ":none"))

    def test_methods(self):
        """Those of the description of the protocol, with the server that they came with."""
        described = {}
        for path in (COMPLETION.parents[2] / "protocol").glob("*.toml"):
            for name, method in tomllib.loads(path.read_text()).get("method", {}).items():
                if name != "auth":
                    described[method["wire"]] = method.get("server")
        self.assertGreater(len(described), 30)
        lines = [line.partition("\t") for line in self.succeed("__complete", "call", "").splitlines()]
        self.assertEqual(lines.pop()[0], ":none")
        self.assertEqual([name for name, _, _ in lines], sorted(described))
        self.assertEqual({name: since for name, _, since in lines},
                         {name: f"since TrueConf Server {server}" if server else "" for name, server in described.items()})
        self.assertEqual(self.complete("call", "--json", "getChatB"), (["getChatByID"], ":none"))
        self.assertEqual(self.complete("call", "getChatByID", "get"), ([], ":none"))

    def test_broken(self):
        """A wrong configuration says nothing while somebody types, and nothing that is odd comes through."""
        self.config("nonsense")
        self.write("cache/trueconf-bot/recipients-default", "nora\t\x1b[31m\n\n\nno tab\n")
        self.assertEqual(self.complete("send", ""), (["nora"], ":none"))
        self.assertNotIn("\x1b", self.succeed("__complete", "send", ""))
        self.succeed("__complete")

    def shell_environment(self, **more):
        """A PATH in which the tool comes first."""
        folder = self.home / "bin"
        folder.mkdir(exist_ok=True)
        if not (folder / "trueconf-bot").exists():
            (folder / "trueconf-bot").symlink_to(TOOL)
        return {"PATH": f"{folder}:{os.environ['PATH']}", "TERM": "dumb", **more}

    def complete_in_fish(self, line):
        command = f"source {COMPLETION}/trueconf-bot.fish; complete -C $LINE"
        done = subprocess.run([shutil.which("fish"), "--no-config", "-c", command], cwd=self.home, capture_output=True, text=True,
                              env=self.environment(**self.shell_environment(LINE=line)), timeout=PATIENCE, check=True)
        return [found.split("\t")[0] for found in done.stdout.splitlines()]

    def test_fish(self):
        self.assertEqual(self.complete_in_fish("trueconf-bot send @op"), ["@opera", "@ops"])
        self.assertEqual(self.complete_in_fish("trueconf-bot send "), ["@opera", "@ops", "a" * 40, "nora"])
        self.assertEqual(self.complete_in_fish("trueconf-bot send --ht"), ["--html"])
        self.write("report.txt", "x")
        self.assertEqual(self.complete_in_fish("trueconf-bot send nora --file rep"), ["report.txt"])

    def test_fish_quotes(self):
        """What was typed in quotes of either kind, or behind backslashes, is found, and nothing of it is run."""
        self.config(QUOTED)
        self.write("my report.txt", "x")
        for typed, expected in ((r"@nig", "@night shift"), (r"'@night s", "@night shift"), (r'"@night s', "@night shift"), (r"@night\ s", "@night shift"),
                                (r"@r", "@r&d"), (r"@it\'s", "@it's $(touch RUN) \"here\""), (r'"@it', "@it's $(touch RUN) \"here\""),
                                (r"@a", r"@a\b"), (r"'@a\\", r"@a\b"), (r"@a\\", r"@a\b"), (r"nora --file=my", "--file=my report.txt"),
                                (r"nora --file 'my", "my report.txt"), (r"nora -f my\ r", "my report.txt"), (r'"$(touch RUN)" --file my', "my report.txt")):
            with self.subTest(typed):
                self.assertEqual(self.complete_in_fish(f"trueconf-bot send {typed}"), [expected])
                self.assertFalse((self.home / "RUN").exists())
        for typed in ("@a\\", "nora --file=absent", "nora --file absent"):
            self.assertEqual(self.complete_in_fish(f"trueconf-bot send {typed}"), [])

    def in_terminal(self, command, *typed, ready, result="<trueconf-bot><send><@opera><--file><report.txt><--profile=test>"):
        terminal = Terminal(self, command=command, env=self.shell_environment(), columns=200)
        terminal.read_until(ready)
        for text, expected in typed:
            terminal.type(text)
            terminal.read_until(expected)
        # the line stands as it was completed: it is run, not looked at
        terminal.type("\x01printf '<%s>' \n")
        terminal.read_until(result)
        terminal.type("exit\n")
        terminal.finish()

    def write_bashrc(self):
        self.write("bashrc", f"PS1='ready> '\nsource /usr/share/bash-completion/bash_completion\nsource {COMPLETION}/trueconf-bot.bash\n"
                             "bind 'set show-all-if-ambiguous on' 'set enable-bracketed-paste off'\n")

    def test_bash(self):
        self.write("report.txt", "x")
        self.write_bashrc()
        self.in_terminal(BASH,
                         ("trueconf-bot se\t", "send "), ("@ope\t", "opera "), ("--fi\t", "--file "), ("rep\t", "report.txt "),
                         ("--profile=te\t", "test "), ready="ready> ")

    def test_bash_quotes(self):
        """What has a meaning in a shell is completed so that it has none, in quotes of either kind as well; and nothing is run."""
        self.config(QUOTED)
        self.write("my report.txt", "x")
        self.write_bashrc()
        for typed, expected in (("@nig\t", "@night shift"), ('"@nig\t', "@night shift"), ("'@nig\t", "@night shift"), ("@night\\ s\t", "@night shift"),
                                ("@r\t", "@r&d"), ("@it\t", "@it's $(touch RUN) \"here\""), ("\"@it\t", "@it's $(touch RUN) \"here\""),
                                ("'@it\t", "@it's $(touch RUN) \"here\""), ("@a\t", "@a\\b"), ('"@a\t', "@a\\b"), ("'@a\t", "@a\\b"),
                                ("nora --file=my\t", None), ("nora -f \"my\t", None), ("nora -f my\\ r\t", None)):
            with self.subTest(typed):
                self.in_terminal(BASH, (f"trueconf-bot send {typed}", " "), ready="ready> ",
                                 result=f"<trueconf-bot><send><{expected}>" if expected else "my report.txt>")
                self.assertFalse((self.home / "RUN").exists())

    def test_bash_runs_nothing(self):
        """What somebody has typed is not evaluated to complete it."""
        self.write("report.txt", "x")
        self.write_bashrc()
        terminal = Terminal(self, command=BASH, env=self.shell_environment(), columns=200)
        terminal.read_until("ready> ")
        terminal.type("trueconf-bot send nora \"$(touch RUN)\" --file=`touch RUN` --file rep\t")
        terminal.read_until("report.txt")
        self.assertFalse((self.home / "RUN").exists())
        terminal.type("\x15exit\n")
        terminal.finish()

    def test_zsh(self):
        self.write("report.txt", "x")
        folder = self.home / "functions"
        folder.mkdir()
        (folder / "_trueconf-bot").symlink_to(COMPLETION / "_trueconf-bot")
        self.write(".zshrc", f"PS1='ready> '\nunsetopt zle_bracketed_paste 2>/dev/null\nfpath=({folder} $fpath)\nautoload -U compinit\ncompinit -u -D\n")
        self.in_terminal(["zsh", "-d", "-i"], ("trueconf-bot se\t", "send "), ("@ope\t", "opera "), ("--fi\t", "--file "), ("rep\t", "report.txt "),
                         ("--profile=te\t", "test "), ready="ready> ")


class ManualTest(ToolTest):
    options = None

    def run_command(self, *command, **options):
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, **{"check": True, **options})

    def make(self, news, *catalogue):
        """The page as the build makes it."""
        path = Path(tempfile.mkdtemp(dir=self.home)) / "page"
        self.run_command(sys.executable, MAKE_MANUAL, TOOL, self.write("NEWS.md", news), path, *catalogue, env=self.environment())
        return path / "man1/trueconf-bot.1" if catalogue else path

    def make_russian(self):
        catalogue = Path(os.environ["TRUECONF_BUILD_ROOT"]) / "po/ru/LC_MESSAGES/trueconf-bot-1.mo"
        return self.make(RELEASED, "--catalogue", catalogue)

    def read(self, page):
        return re.sub(".\b", "", self.run_command("mandoc", "-T", "utf8", "-O", "width=500", page).stdout)

    def lint(self, page, level):
        done = self.run_command("mandoc", "-T", "lint", "-W", level, page, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_lint(self):
        self.lint(self.make(RELEASED), "style")
        # it counts the bytes of letters as it writes them itself, so that all lines are too long
        self.lint(self.make_russian(), "warning")

    def test_date(self):
        """It is that of the release."""
        for news, date in ((RELEASED, "2025-12-24"), (RELEASED.replace("2025-12-24", "unreleased"), "")):
            self.assertRegex(self.make(news).read_text(), rf'(?m)^\.TH TRUECONF\\-BOT 1 "{date}" "trueconf\\-bot \d')

    def test_russian(self):
        """In Russian throughout, and no less of it than in English."""
        page = self.read(self.make_russian())
        english = self.read(self.make(RELEASED))
        for words in ("отправляет сообщения и файлы", "--server ХОСТ", "КОД ЗАВЕРШЕНИЯ", "«false» — соединяться без TLS"):
            self.assertIn(words, page)
        self.assertIn("2025-12-24", page)
        for pattern in (r"--[a-z-]+", r"TRUECONF_[A-Z_]+", r"(?m)^ +\d+ "):
            self.assertEqual(set(re.findall(pattern, page)), set(re.findall(pattern, english)))
        # sentences that are the same in both have not been translated
        self.assertEqual([line for line in page.splitlines() if line in english.splitlines() and re.match(r" +[A-Z][a-z]+ [a-z]+ ", line)], [])

    def test_broken_catalogue(self):
        self.assertIn("msgfmt", self.fail_with(DATA, "__man", "2025-12-24", self.write("x.mo", "no catalogue")))
        self.assertIn("absent", self.fail_with(NO_INPUT, "__man", "2025-12-24", "absent"))
        # what points outside is not followed
        cut = (Path(os.environ["TRUECONF_BUILD_ROOT"]) / "po/ru/LC_MESSAGES/trueconf-bot-1.mo").read_bytes()[:5000]
        self.assertIn("EXIT STATUS", self.succeed("__man", "2025-12-24", self.write("cut.mo", cut)))

    def test_installed(self):
        """man finds both."""
        self.run_command("meson", "install", "--no-rebuild", "--quiet", "--tags", "man", "--destdir", self.home / "root", cwd=os.environ["TRUECONF_BUILD_ROOT"])
        folder, = {path.parents[1] for path in (self.home / "root").rglob("man1/trueconf-bot.1") if path.parents[1].name == "man"}
        for language, expected in (("ru", folder / "ru/man1"), ("en", folder / "man1")):
            found = self.run_command("man", "-L", language, "-w", "trueconf-bot", env=self.environment(MANPATH=str(folder)))
            self.assertEqual(found.stdout.strip(), f"{expected}/trueconf-bot.1")

    def test_everything_is_there(self):
        """All that --help says of each command, and each status."""
        page = self.read(self.make(RELEASED))
        for command in re.findall(r"^  ([a-z]+)  ", self.succeed("--help"), re.M):
            text = self.succeed(command, "--help")
            self.assertIn(f"trueconf-bot {command}", page)
            for option in re.findall(r"--[a-z-]+", text):
                self.assertIn(option, page)
            for line in text.partition("Examples:\n")[2].partition("\n\n")[0].splitlines():
                self.assertIn(line.strip(), page)
        for status in (64, 65, 66, 67, 69, 73, 74, 75, 76, 77, 78, 129, 130, 143):
            self.assertRegex(page, rf"\n +{status} ")
        for variable in ("TRUECONF_PASSWORD", "TRUECONF_RETRIES", "CREDENTIALS_DIRECTORY", "NO_COLOR"):
            self.assertIn(variable, page)


if __name__ == "__main__":
    main()
