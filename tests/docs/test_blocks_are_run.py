#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each block of code in the guides is run by a test: names the guides whose blocks are not.

test_blocks_are_run.py SOURCE
"""

import pathlib
import re
import sys

from minitap import Tap

SOURCE = pathlib.Path(sys.argv[1])
# where the tests name the guides that they run, and how
TESTS = {
    "c": (["tests/c/meson.build"], "'{name}'"),
    "python": (["tests/python/test_*.py"], '{name}.md"'),
    "js": (["tests/gjs/*guide*.js"], "'{name}.md'"),
    "vala": (["tests/vala/meson.build"], "{name}.md"),
}
# what guides tell to type, and to write into files
for language in ("sh", "crontab", "git", "ini", "toml", "yaml"):
    TESTS[language] = (["tests/recipes/test_*.py", "tests/python/test_*.py", "tests/tool/test_*.py", "tests/docs/test_sandbox_docs.py"],
                       '{name}.md"')
EXCEPTIONS = {
    ("console", "sh"): "starts the windows that the tests console and console-python use",
    ("overview", "c"): "is the echo bot, which is compiled as examples/echo-bot",
    ("sandbox", "python"): "is for the vendor's library",
}


def main():
    tap = Tap()
    programs = "".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.glob("tests/recipes/test_*.py")))
    for language, (patterns, form) in TESTS.items():
        tests = "".join(path.read_text(encoding="utf-8") for pattern in patterns for path in sorted(SOURCE.glob(pattern)))
        for guide in sorted((SOURCE / "docs").glob("*.md")):
            if not re.search(rf"^```{language}$", guide.read_text(encoding="utf-8"), re.MULTILINE):
                continue
            # or they are a program, in any language
            run = form.format(name=guide.stem) in tests or f'"{guide.name}"' in programs
            excepted = (guide.stem, language) in EXCEPTIONS
            tap.case(f"{guide.stem} in {language}", [] if run or excepted else [f"no test in {', '.join(patterns)} runs its blocks"])
    sys.exit(tap.finish())


if __name__ == "__main__":
    main()
