#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lets coverage.py look at a program with a function that runs and one that does not.

test-coverage.py COVERAGE COMPILER
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from minitap import Tap

PROGRAM = """
int runs (int a);
int sleeps (int a);

int
runs (int a)
{
  return a > 1 ? 2 : 3;
}

int
sleeps (int a)
{
  return a;
}

int
main (int argc, char *argv[])
{
  (void) argv;
  return runs (argc) == 2 ? sleeps (argc) : 0;
}
"""


def main():
    coverage, compiler = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "trueconf-bot/a.c")
        source.parent.mkdir()
        source.write_text(PROGRAM)
        program = Path(folder, "trueconf-bot/a")
        subprocess.run([compiler, "-O0", "--coverage", "-o", program, source], check=True, cwd=folder)
        subprocess.run([program], check=True)
        said = subprocess.run([sys.executable, coverage, folder], check=True, capture_output=True, text=True).stdout

    rows = {line.split()[0]: " ".join(line.split()[1:]) for line in said.splitlines() if " of " in line}
    tap = Tap()
    for name in ("trueconf-bot", "all"):
        wanted = "4 of 6 66.7 % 2 of 4 50.0 % 2 of 3 66.7 %"
        tap.case(f"the row of {name}", [] if rows.get(name) == wanted else [f"{rows.get(name)}, not {wanted}", said])
    never = said.partition("never run: ")[2].split()
    tap.case("what has never run is named", [] if never == ["1", "trueconf-bot/a.c:12:", "sleeps"] else [said])
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
