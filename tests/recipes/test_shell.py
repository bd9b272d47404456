# SPDX-License-Identifier: LGPL-2.1-or-later
"""What cron, git and a full disk tell people."""

import os
import subprocess

from harness import PATIENCE, main
from pages import blocks, changed
from programs import EXAMPLES
from tool import ToolTest

SHELL = EXAMPLES / "recipes/shell"


class TellFailure(ToolTest):
    program_path = SHELL / "tell-failure"

    def run_it(self, *command):
        return self.run_to_end(self.program_path, *command)

    def test_success_is_silent(self):
        self.assertEqual(self.run_it("@ops", "echo", "all is well"), (0, "", ""))
        self.assertEqual(self.ops_texts(), [])

    def test_failure(self):
        self.assertEqual(self.run_it("@ops", "sh", "-c", "echo one; echo '<b>two</b> & three' >&2; exit 5"), (5, "", ""))
        text, = self.ops_texts()
        self.assertIn("has failed with status 5", text)
        self.assertTrue(text.endswith("one\n<b>two</b> & three"), text)
        self.assertEqual(self.ops_messages()[0]["envelope"]["content"]["parseMode"], "text")

    def test_no_output(self):
        self.assertEqual(self.run_it("nora", "false"), (1, "", ""))
        self.assertTrue(self.sandbox.texts()[0].endswith("“false” has failed with status 1"), self.sandbox.texts())

    def test_long_output_comes_as_a_file(self):
        self.assertEqual(self.run_it("@ops", "sh", "-c", "seq 1 5000; exit 3"), (3, "", ""))
        text = "\n".join(self.ops_texts())
        self.assertIn("status 3\n\n4996\n4997\n4998\n4999\n5000", text)
        file, = self.sandbox.call("/sandbox/files")["files"]
        self.assertEqual((file["name"], file["size"]), ("output.txt", len("".join(f"{n}\n" for n in range(1, 5001)))))

    def test_output_that_is_no_text(self):
        self.assertEqual(self.run_it("@ops", "sh", "-c", r"printf 'a\377b\n'; exit 1"), (1, "", ""))
        self.assertTrue(self.ops_texts()[0].endswith("ab"), self.ops_texts())

    def test_long_lines(self):
        """They are cut, if need be in the middle of a letter."""
        self.assertEqual(self.run_it("@ops", "sh", "-c", f"echo 'x{'я' * 200}'; echo end; exit 1"), (1, "", ""))
        self.assertTrue(self.ops_texts()[0].endswith(f"\nx{'я' * 149}\nend"), self.ops_texts())

    def test_server_that_is_down(self):
        self.sandbox.kill()
        self.write("config/trueconf-bot/config.ini",
                   f"[profile default]\nserver=127.0.0.1\nport={self.sandbox.port}\ntls=false\ntoken-file={self.write('token', 'x')}\ntimeout=2\n")
        status, output, errors = self.run_it("nora", "sh", "-c", "echo what it has said; exit 4")
        self.assertEqual((status, output), (4, ""))
        self.assertIn("nora could not be told", errors)
        self.assertIn("what it has said", errors)

    def test_as_the_page_says(self):
        # the lines of a crontab: five fields and a command
        lines = [line for line in blocks("recipe-shell.md", "crontab")[0].splitlines() if not line.startswith(("#", "PATH"))]
        commands = [line.split(None, 5)[5] for line in lines]
        self.assertEqual(len(commands), 2)
        self.program("backup", "#!/bin/sh\necho no space left\nexit 1\n")
        self.program("df", "#!/bin/sh\necho Avail Use% Mounted on\necho 5 95% /\n")
        for command, status, text in ((commands[0], 1, "no space left"), (commands[1], 0, "/ is 95 % full")):
            command = changed(command, ("/usr/local/bin/tell-failure" if "tell-failure" in command else "/usr/local/bin/disk-alert",
                                        SHELL / ("tell-failure" if "tell-failure" in command else "disk-alert")))
            command = command.replace("/usr/local/bin/backup", "backup")
            self.assertEqual(self.run_to_end("sh", "-c", command), (status, "", ""))
            self.assertIn(text, self.ops_texts()[-1])

    def test_usage(self):
        status, output, errors = self.run_it("@ops")
        self.assertEqual((status, output), (64, ""))
        self.assertIn("usage", errors)


class DiskAlert(ToolTest):
    def look(self, use):
        self.program("df", f"#!/bin/sh\necho '  Avail Use% Mounted on'\necho '  51200  {use}% /srv/with space'\n")
        return self.run_to_end(SHELL / "disk-alert", "@ops", "90", "/srv/with space")

    def test_told_once_each(self):
        for use, messages in ((50, 0), (90, 1), (95, 1), (89, 2), (89, 2), (99, 3)):
            self.assertEqual(self.look(use), (0, "", ""))
            self.assertEqual(len(self.ops_texts()), messages, use)
        self.assertIn("🔴", self.ops_texts()[0])
        self.assertIn("/srv/with space is 90 % full, 50 MiB are free", self.ops_texts()[0])
        self.assertIn("/srv/with space is 89 % full again", self.ops_texts()[1])

    def test_the_real_df(self):
        self.assertEqual(self.run_to_end(SHELL / "disk-alert", "@ops", "0", self.folder), (0, "", ""))
        self.assertRegex(self.ops_texts()[0], r"is \d{1,3} % full, \d+ MiB are free")

    def test_devices_with_blanks(self):
        """Such as //nas/my files; `df` prints them as they are."""
        self.program("df", """#!/bin/sh
case $* in
  *--output=avail,pcent,target*) printf '  Avail Use%% Mounted on\\n  51200  99%% /mnt/my files\\n' ;;
  *) printf 'Filesystem 1024-blocks Used Available Capacity Mounted on\\n//nas/my files 1000 949 51200 99%% /mnt/my files\\n' ;;
esac
""")
        self.assertEqual(self.run_to_end(SHELL / "disk-alert", "@ops", "90"), (0, "", ""))
        self.assertIn(": /mnt/my files is 99 % full, 50 MiB are free", self.ops_texts()[0])

    def test_folder_that_cannot_be_looked_at(self):
        status, output, errors = self.run_to_end(SHELL / "disk-alert", "@ops", "0", self.folder / "nothing", "/proc", self.folder)
        self.assertEqual((status, output), (1, ""))
        self.assertRegex(errors, "^df: .*nothing.*\n$")
        self.assertEqual(len(self.ops_texts()), 1)

    def test_folder_that_cannot_be_told_of(self):
        """One failure does not keep the others from being told."""
        self.program("df", "#!/bin/sh\necho Avail Use% Mounted on\necho 5 95% /one\necho 5 95% /two\n")
        self.program("hostname", f"#!/bin/sh\n[ -e {self.folder}/again ] && echo host || {{ : >{self.folder}/again; printf '\\377'; }}\n")
        status, _, errors = self.run_to_end(SHELL / "disk-alert", "@ops", "90")
        self.assertEqual((status, len(errors.splitlines())), (1, 1), errors)
        self.assertEqual(self.ops_texts(), ["🔴 host: /two is 95 % full, 0 MiB are free"])
        self.assertEqual(self.run_to_end(SHELL / "disk-alert", "@ops", "90"), (0, "", ""))
        self.assertEqual(len(self.ops_texts()), 2)

    def test_not_told_is_not_remembered(self):
        self.write("password", "wrong\n")
        status, _, errors = self.look(95)
        self.assertNotEqual(status, 0)
        self.assertIn("trueconf-bot: ", errors)
        self.write("password", "secret\n")
        self.assertEqual(self.look(95), (0, "", ""))
        self.assertEqual(len(self.ops_texts()), 1)

    def test_usage(self):
        for arguments in (("@ops",), ("@ops", "much")):
            self.assertEqual(self.run_to_end(SHELL / "disk-alert", *arguments)[0], 64)


class PostReceive(ToolTest):
    def setUp(self):
        super().setUp()
        self.git("init", "-q", "--bare", "-b", "main", self.folder / "shop.git")
        hook = self.folder / "shop.git/hooks/post-receive"
        hook.write_bytes((SHELL / "post-receive").read_bytes())
        hook.chmod(0o755)
        self.git("init", "-q", "-b", "main", self.folder / "work")
        self.git("remote", "add", "origin", self.folder / "shop.git")
        # as the page says, in the repository on the server
        setting, = blocks("recipe-shell.md", "git")
        setting = changed(setting, ("@dev", "@ops"), ("git config", f"git --git-dir={self.folder}/shop.git config"))
        self.assertEqual(self.run_to_end("sh", "-ec", setting), (0, "", ""))

    def git(self, *arguments):
        work = self.folder / "work"
        done = subprocess.run(["git", *map(str, arguments)], cwd=work if work.exists() else self.folder, capture_output=True, text=True,
                              timeout=6 * PATIENCE, check=True,
                              env={**self.environment(), "GIT_AUTHOR_NAME": "Nora", "GIT_AUTHOR_EMAIL": "nora@example.com", "GL_USER": "nora",
                                   "GIT_COMMITTER_NAME": "Nora", "GIT_COMMITTER_EMAIL": "nora@example.com", "GIT_CONFIG_NOSYSTEM": "1"})
        return done.stderr

    def commit(self, *subjects):
        for subject in subjects:
            self.git("commit", "-q", "--allow-empty", "-m", subject)

    def test_push(self):
        self.commit("first <b>", "second & last")
        self.git("push", "-q", "origin", "main")
        lines = self.ops_texts()[-1].splitlines()
        self.assertEqual(lines[0], "nora has begun main of shop, commits: 2")
        self.assertRegex(lines[1], r"^[0-9a-f]+ Nora: second & last$")
        self.commit("third")
        self.git("push", "-q", "origin", "main")
        self.assertIn("nora has pushed to main of shop, commits: 1", self.ops_texts()[-1])
        self.assertNotIn("second", self.ops_texts()[-1])
        self.git("checkout", "-q", "-b", "topic")
        self.commit(*(f"step {number}" for number in range(12)))
        self.git("push", "-q", "origin", "topic")
        text = self.ops_texts()[-1]
        self.assertIn("nora has begun topic of shop, commits: 12", text)
        self.assertTrue(text.endswith("and 2 more"), text)
        self.git("commit", "-q", "--amend", "--allow-empty", "-m", r"another step\new")
        self.git("push", "-q", "--force", "origin", "topic")
        self.assertIn("has replaced commits of topic", self.ops_texts()[-1])
        self.git("tag", "v1")
        self.git("push", "-q", "origin", "v1")
        self.assertRegex(self.ops_texts()[-1], r"^nora has set the tag v1 in shop: [0-9a-f]+ another step\\new$")
        self.git("push", "-q", "origin", ":topic")
        self.assertEqual(self.ops_texts()[-1], "nora has removed topic from shop")
        self.assertEqual(len(self.ops_texts()), 6)

    def test_long_subjects(self):
        self.commit(*(f"x{'я' * 40_000}" for _ in range(3)))
        self.assertEqual(self.git("push", "-q", "origin", "main"), "")
        text, = self.ops_texts()
        lines = text.splitlines()
        self.assertEqual(len(lines), 4)
        self.assertRegex(lines[1], "^[0-9a-f]+ Nora: xя{100,}$")

    def test_many_at_once(self):
        """They are one message, so that a server that is down holds up a push once."""
        self.commit("first")
        for number in range(120):
            self.git("tag", f"v{number}")
        self.git("push", "-q", "--tags", "origin", "main")
        text = "\n".join(self.ops_texts())
        self.assertEqual(len(text.splitlines()), 101)
        self.assertTrue(text.endswith("and 22 lines more"), text)
        runs = [entry for entry in self.sandbox.call("/sandbox/log")["entries"] if '"auth"' in entry.get("text", "") and entry["direction"] == "in"]
        self.assertEqual(len(runs), 1)

    def test_what_is_neither_branch_nor_tag(self):
        self.commit("first")
        self.assertEqual(self.git("push", "-q", "origin", "main:refs/notes/x"), "")
        self.assertEqual(self.ops_texts(), [])

    def test_push_succeeds_without_a_server(self):
        self.sandbox.kill()
        self.commit("first")
        self.assertIn("TrueConf was not told", self.git("push", "-q", "origin", "main"))

    def test_nobody_is_to_be_told(self):
        self.git(f"--git-dir={self.folder}/shop.git", "config", "--unset", "trueconf.to")
        self.commit("first")
        self.assertEqual(self.git("push", "-q", "origin", "main"), "")
        self.assertEqual(self.ops_texts(), [])


if __name__ == "__main__":
    os.environ.pop("GIT_DIR", None)
    main()
