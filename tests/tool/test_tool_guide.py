# SPDX-License-Identifier: LGPL-2.1-or-later
"""The guide docs/command-line.md: what it tells to type is typed, what it tells of is there."""

import os
import re
import subprocess
from pathlib import Path

from harness import main
from tool_harness import PATIENCE, SECRET, TOOL, ToolTest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
# the other chapters are run by the tests of their commands
CHAPTERS = ("Sending in three minutes", "What is sent", "Settings", "When something goes wrong")


def chapters():
    parts = re.split(r"^## (.*)$", GUIDE, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


class GuideTest(ToolTest):
    def environment(self, **more):
        """Settings as the guide has them, but for the server that the guide's words cannot know."""
        here = {name: None for name in ("TRUECONF_USER", "TRUECONF_PASSWORD", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
        return super().environment(**{**here, "TRUECONF_USER": "echo_bot", "PATH": f"{Path(TOOL).parent}:{os.environ['PATH']}", **more})

    def run_blocks(self, chapter, text=""):
        script = "set -euo pipefail\n" + "\n".join(blocks(chapters()[chapter], "sh"))
        done = subprocess.run(["bash", "-c", script], input=text, env=self.environment(), cwd=self.home, text=True, capture_output=True,
                              timeout=PATIENCE, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done)
        self.assertNotIn(SECRET, done.stdout)
        return done.stdout

    def setUp(self):
        super().setUp()
        [text] = blocks(GUIDE, "ini")
        self.write(".config/trueconf-bot/config.ini", text.replace("/home/you", str(self.home)))
        if "three_minutes" not in self.id():
            self.write(".config/trueconf-bot/password", SECRET + "\n")

    def test_three_minutes(self):
        self.run_blocks("Sending in three minutes", SECRET + "\n")
        self.assertEqual(self.texts(), ["It works", "It works for an alias, too"])
        self.assertEqual((self.home / ".config/trueconf-bot/password").stat().st_mode & 0o777, 0o600)

    def test_what_is_sent(self):
        self.run_blocks("What is sent")
        texts = self.texts()
        self.assertIn("<b>critical</b> on db7: load &gt; 12", texts)
        self.assertIn("Backup: done", texts)
        self.assertNotIn("Backup: running", texts)
        self.assertEqual([message["file"]["name"] for message in self.messages() if message.get("file")], ["hostname", "os-release", "backup.tar.gz"])

    def test_settings(self):
        shown = self.run_blocks("Settings")
        self.assertIn(".config/trueconf-bot/config.ini: password-file", shown)
        self.assertEqual(self.texts(), ["With a password from elsewhere"])

    def test_repeating(self):
        self.run_blocks("When something goes wrong")
        self.assertEqual(self.texts(), ["Important"])

    def test_readme(self):
        """To the letter but for the server and the folder."""
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        [block] = blocks(re.search(r"^## From a shell\n(.*?)^## ", readme, re.M | re.S)[1], "sh")
        self.write("report.pdf", "%PDF-1.4\n")
        self.write("password", SECRET)
        script = "set -euo pipefail\n" + block.replace("video.example.com", "127.0.0.1").replace("/etc/trueconf-bot", str(self.home))
        done = subprocess.run(["bash", "-c", script], env=self.environment(), cwd=self.home, text=True, capture_output=True, timeout=PATIENCE,
                              check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("Filesystem", self.texts()[0])
        self.assertIn("The report", self.texts())


class ChaptersTest(ToolTest):
    options = None

    def test_chapters(self):
        """Each chapter with something to type is run somewhere."""
        tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
        for name, text in chapters().items():
            if blocks(text, "sh"):
                self.assertIn(f'"{name}"', tests)


if __name__ == "__main__":
    main()
