# SPDX-License-Identifier: LGPL-2.1-or-later
"""The test that the guide on testing writes passes, and fails if the bot says something else."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from harness import main
from pages import blocks, changed

SANDBOX = Path(os.environ["TRUECONF_SANDBOX"])


class TestingGuide(unittest.TestCase):
    def run_guide(self, *changes):
        program = changed("\n".join(blocks("testing.md", "python")), *changes)
        with tempfile.TemporaryDirectory(prefix="trueconf-guide-") as folder:
            path = Path(folder) / "test_order.py"
            path.write_text(program, encoding="utf-8")
            return subprocess.run([sys.executable, "-m", "unittest", "test_order"], cwd=folder, text=True, capture_output=True, check=False,
                                  env={**os.environ, "PATH": f"{SANDBOX.parent}:{os.environ['PATH']}"})

    def test_passes(self):
        done = self.run_guide()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Ran 2 tests", done.stderr)

    def test_fails(self):
        done = self.run_guide(('answer("What would you like?")', 'answer("What?")'))
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("FAILED (failures=1)", done.stderr)


if __name__ == "__main__":
    main()
