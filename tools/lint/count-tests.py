#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counts the test cases in the logs that meson leaves (meson-logs/testlog.json).

A program that speaks TAP counts for as many cases as it reports, any other for one. A case that was skipped
has not been tested: it counts as failed, and so does a log without any test.
"""

import argparse
import json
import re
import sys

PLAN = re.compile(r"^1\.\.(\d+)(?:\s*#\s*(.*))?$")
CASE = re.compile(r"^(not )?ok\b\s*(\d*)\s*(?:- )?([^#]*)(?:#\s*(.*))?$")


# of what a failed program said, in all and of a report of a sanitizer or a broken assertion
LINES = 12
LINES_OF_A_REPORT = 60
REPORT = re.compile(r"WARNING: ThreadSanitizer|ERROR: (Address|Leak)Sanitizer|runtime error:|^(Bail out! )?[\w-]*:?ERROR:"
                    r"|Assertion|Traceback ")


class Count:
    """What became of the cases of one run."""

    def __init__(self):
        self.passed = 0
        self.failed = []
        self.skipped = []
        self.said = []

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.said += other.said


def count_tap(name, output):
    """Counts the cases in the output of a TAP program; None if it is not one."""
    count = Count()
    planned = None
    for line in output.splitlines():
        if plan := PLAN.match(line):
            planned = int(plan[1])
            if planned == 0:
                count.skipped.append(f"{name}: {plan[2] or 'no cases'}")
        elif line.startswith("Bail out!"):
            count.failed.append(f"{name}: {line}")
        elif case := CASE.match(line):
            title = f"{name}: {case[3].strip() or case[2]}"
            directive = (case[4] or "").upper()
            if directive.startswith("SKIP"):
                count.skipped.append(f"{title} ({case[4]})")
            elif case[1]:
                count.failed.append(title)
            else:
                count.passed += 1
    if planned is None:
        return None
    missing = planned - count.passed - len(count.failed) - len(count.skipped)
    if missing > 0:
        count.failed.append(f"{name}: {missing} of {planned} cases did not report")
    return count


def count_entry(entry):
    """Counts one entry of a log, which is one test of meson's."""
    name, result = entry["name"], entry["result"]
    count = count_tap(name, entry.get("stdout") or "")
    if count is None:
        count = Count()
        if result in ("OK", "EXPECTEDFAIL"):
            count.passed = 1
        elif result == "SKIP":
            count.skipped.append(name)
        else:
            count.failed.append(f"{name}: {result.lower()}")
    elif result not in ("OK", "SKIP") and not count.failed:
        count.failed.append(f"{name}: {result.lower()}, status {entry.get('returncode')}")
    return count


def words_of(entry):
    """What a failed program said at last, or the report that it ended with: the whole log is rarely at hand."""
    lines = (entry.get("stderr") or "").splitlines()
    lines += [line for line in (entry.get("stdout") or "").splitlines() if not line.startswith("ok ")]
    for number, line in enumerate(lines):
        if REPORT.search(line):
            return lines[number : number + LINES_OF_A_REPORT]
    return lines[-LINES:]


def count_log(label, lines):
    total = Count()
    entries = [json.loads(line) for line in lines if line.strip()]
    for entry in entries:
        count = count_entry(entry)
        if count.failed:
            count.said.append((entry["name"], words_of(entry)))
        total.add(count)
    if not entries:
        total.failed.append(f"{label}: no test was run")
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--failed", action="append", default=[], metavar="STAGE", help="a stage that failed")
    parser.add_argument("logs", nargs="*", metavar="LABEL=FILE", help="a name and meson's testlog.json")
    arguments = parser.parse_args()

    total = Count()
    for argument in arguments.logs:
        label, _, path = argument.partition("=")
        try:
            with open(path, encoding="utf-8") as log:
                count = count_log(label, log)
        except (OSError, ValueError, KeyError) as error:
            count = Count()
            count.failed.append(f"{label}: the log cannot be read: {error}")
        print(f"{label:10} {count.passed:5} passed {len(count.failed):3} failed {len(count.skipped):3} skipped")
        for kind in ("failed", "skipped"):
            for title in getattr(count, kind):
                print(f"  {kind}: {title}")
        for name, lines in count.said:
            print(f"  {name} said:")
            for line in lines:
                print(f"    {line}")
        total.add(count)
    for stage in arguments.failed:
        print(f"  failed: {stage}")
    failed = len(total.failed) + len(total.skipped) + len(arguments.failed)
    print(f"{total.passed} passed, {failed} failed")
    return 1 if failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main())
