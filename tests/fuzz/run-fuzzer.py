#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs a fuzzer for a while: first what has once found something, then whatever it thinks of.

What leads anywhere is kept in WORK/corpus, for the next run to go on from; what ends the program, in WORK/findings.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
GENERATOR = HERE.parents[1] / "protocol" / "generate.py"

# these leave something to the next input: lost memory is looked for once
LEAKS_AT_END = {"session"}


class Report:
    """For people, or as TAP."""

    def __init__(self, tap):
        self.tap = tap
        self.count = 0
        self.failed = False
        if tap:
            print("1..2", flush=True)

    def case(self, good, text):
        self.count += 1
        self.failed |= not good
        line = f"{'ok' if good else 'not ok'} {self.count} - {text}" if self.tap else text
        print(line, flush=True)


def make_environment():
    return {
        **os.environ,
        "ASAN_OPTIONS": "detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1",
        "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
        "G_SLICE": "always-malloc",
        "GIO_USE_PROXY_RESOLVER": "dummy",
        "LC_ALL": "C.UTF-8",
    }


def run(command, environment):
    """The status, and what the fuzzer has said, which goes on to stderr line by line."""
    lines = []
    with subprocess.Popen(command, env=environment, stdout=sys.stderr, stderr=subprocess.PIPE, text=True,
                          errors="replace") as process:
        for line in process.stderr:
            sys.stderr.write(line)
            lines.append(line)
    return process.returncode, "".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--seconds", type=int, default=60, help="how long (60)")
    parser.add_argument("--tap", action="store_true", help="report as a test")
    parser.add_argument("--work", required=True, type=Path, help="where corpus and findings are kept")
    parser.add_argument("fuzzer", type=lambda name: Path(name).resolve())
    arguments = parser.parse_args()

    name = arguments.fuzzer.name
    target = name.removeprefix("fuzz-")
    seeds = arguments.fuzzer.parent / "seeds" / target
    corpus = arguments.work / "corpus" / target
    findings = arguments.work / "findings" / target
    corpus.mkdir(parents=True, exist_ok=True)
    findings.mkdir(parents=True, exist_ok=True)
    environment = make_environment()
    options = [f"-artifact_prefix={findings}/", "-timeout=60", "-rss_limit_mb=4096"]
    if target in LEAKS_AT_END:
        options.append("-detect_leaks=0")
    report = Report(arguments.tap)

    # the targets run side by side
    dictionary = arguments.work / "words" / target / "protocol.dict"
    dictionary.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, GENERATOR, "write", "fuzz", dictionary.parent, "--before", HERE / "protocol.dict"],
                   check=True)

    before = sorted((HERE / "regressions" / target).iterdir())
    status, _ = run([arguments.fuzzer, *options, *before], environment)
    report.case(before and status == 0, f"{name}: {len(before)} inputs that have once found something")

    status, output = run([arguments.fuzzer, *options, f"-max_total_time={arguments.seconds}", "-max_len=16384",
                          f"-dict={dictionary}", "-print_final_stats=1", corpus, seeds],
                         environment)
    tried = re.search(r"number_of_executed_units: *(\d+)", output)
    good = status == 0 and tried is not None
    report.case(good, f"{name}: {arguments.seconds} s, {tried[1] if tried else 0} inputs, "
                      f"{'nothing found' if good else 'stopped by a finding'}")
    if found := re.search(r"Test unit written to (.*)", output):
        print(f"# The input is {found[1]}; see it again with: {arguments.fuzzer} {found[1]}", file=sys.stderr)
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
