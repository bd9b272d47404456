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


GIR = """<repository xmlns="http://www.gtk.org/introspection/core/1.0" xmlns:c="http://www.gtk.org/introspection/c/1.0">
<namespace name="A">
<function name="runs" c:identifier="runs"/>
<function name="sleeps" c:identifier="sleeps"/>
<function name="of-c" c:identifier="main" introspectable="0"/>
<function name="shadowed" c:identifier="shadowed" shadowed-by="sleeps"/>
</namespace></repository>
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

        # two runs that are told apart: one of the program with an argument, in which the other function runs
        saved = Path(folder, "once.json.gz"), Path(folder, "twice.json.gz")
        subprocess.run([sys.executable, coverage, "--save", saved[0], folder], check=True)
        for counters in Path(folder).rglob("*.gcda"):
            counters.unlink()
        subprocess.run([program, "x"], check=False)
        subprocess.run([sys.executable, coverage, "--save", saved[1], folder], check=True)
        gir = Path(folder, "A.gir")
        gir.write_text(GIR)
        runs = [f"--read=c={saved[0]}", f"--read=bindings={saved[1]}"]
        both = subprocess.run([sys.executable, coverage, f"--gir={gir}", *runs, folder], check=True, capture_output=True,
                              text=True).stdout
        strict = subprocess.run([sys.executable, coverage, f"--gir={gir}", "--public", *runs, folder], check=False,
                                stdout=subprocess.DEVNULL)

    rows = {line.split()[0]: " ".join(line.split()[1:]) for line in said.splitlines() if " of " in line}
    tap = Tap()
    for name in ("trueconf-bot", "all"):
        wanted = "4 of 6 66.7 % 2 of 4 50.0 % 2 of 3 66.7 %"
        tap.case(f"the row of {name}", [] if rows.get(name) == wanted else [f"{rows.get(name)}, not {wanted}", said])
    never = said.partition("never run: ")[2].split()
    tap.case("what has never run is named", [] if never == ["1", "trueconf-bot/a.c:12:", "sleeps"] else [said])
    lists = """
Public functions that the tests in C have not called: 2 of 4
  shadowed
  sleeps

Public functions that the tests of the bindings have not called: 0 of 2
"""
    tap.case("public functions are listed for C and for the bindings", [] if both.endswith(lists) else [both])
    tap.case("what ran in one of the runs has run", [] if "never run: 0" in both else [both])
    tap.case("the lists fail only when asked to", [] if strict.returncode == 1 else [str(strict.returncode)])
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
