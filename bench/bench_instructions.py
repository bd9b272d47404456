#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counts the instructions that an echo takes, with the library and as a bare loop, under valgrind's callgrind.

Counting is not disturbed by what else the machine does, unlike a clock. What counts is the ratio of the two, since the
libraries below both change with the system. Fails if it is more than 5 % above the one that bench/instructions.json
has; --record writes the new one there.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
from pathlib import Path

TOLERANCE = 0.05
FEW, MANY = 200, 1200  # the difference is without what it takes to start and to log in


def count(args, mode, messages):
    """Instructions of a whole run, all threads."""
    driver = subprocess.Popen([args.driver, f"--messages={messages}", "--in-flight=32", "--size=400"],
                              stdout=subprocess.PIPE, text=True)
    try:
        port = driver.stdout.readline().strip()
        run = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", args.echo, mode, port],
                             check=True, capture_output=True, text=True, timeout=120)
    finally:
        driver.terminate()
        driver.wait()
    echoes = json.loads(run.stdout)["echoes"]
    if echoes != messages:
        raise SystemExit(f"{mode}: {echoes} of {messages} messages were echoed")
    return int(re.search(r"Collected : (\d+)", run.stderr)[1])


def instructions(args, mode, rounds):
    """Per echo. How events are batched differs a little from run to run, hence a median."""
    return statistics.median((count(args, mode, MANY) - count(args, mode, FEW)) / (MANY - FEW) for _ in range(rounds))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("driver")
    parser.add_argument("echo")
    parser.add_argument("recorded", type=Path)
    parser.add_argument("--record", action="store_true", help="take what is measured as the figure to compare with")
    args = parser.parse_args()

    bare, library = instructions(args, "bare", 1), instructions(args, "library", 3)
    ratio = library / bare
    print(f"Instructions an echo: {library:,.0f} with the library, {bare:,.0f} in a bare loop: {ratio:.3f} times.")
    if args.record:
        args.recorded.write_text(json.dumps(
            {"library": round(library), "bare": round(bare), "ratio": round(ratio, 3)}, indent=2) + "\n")
        return 0

    recorded = json.loads(args.recorded.read_text())["ratio"]
    change = ratio / recorded - 1
    print(f"That is {abs(change):.1%} {'more' if change > 0 else 'less'} than the recorded {recorded:.3f}.")
    if change > TOLERANCE:
        print(f"More than {TOLERANCE:.0%}: find out what costs so much (valgrind --tool=callgrind), or, if it is worth it,"
              " run ./dev bench --record and say why in the commit.")
        return 1
    if change < -TOLERANCE:
        print("Run ./dev bench --record, so that it stays like this.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
