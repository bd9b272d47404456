#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests what count-tests.py makes of the logs of meson."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from minitap import Tap  # noqa: E402

COUNTER = Path(__file__).with_name("count-tests.py")

# what is tested: (result, output), the closing line, the exit status, something else that must be said
CASES = {
    "a plain program counts for one": ([("OK", "hello")], "1 passed, 0 failed", 0, ""),
    "output like TAP without a plan is no TAP": ([("OK", "ok 1\nok 2\n")], "1 passed, 0 failed", 0, ""),
    "TAP counts for each case": ([("OK", "1..2\nok 1 a\nok 2 - b\n")], "2 passed, 0 failed", 0, ""),
    "a plan at the end": ([("OK", "# hi\nok 1 a\n1..1\n")], "1 passed, 0 failed", 0, ""),
    "a case fails": ([("FAIL", "1..2\nok 1 a\nnot ok 2 /b/c\n")], "1 passed, 1 failed", 1, "failed: t: /b/c"),
    "a case is skipped": (
        [("OK", "1..2\nok 1 a\nok 2 /b # SKIP no network\n")],
        "1 passed, 1 failed", 1, "skipped: t: /b (SKIP no network)"),
    "all cases are skipped": ([("SKIP", "1..0 # SKIP no gjs\n")], "0 passed, 1 failed", 1, "skipped: t: SKIP no gjs"),
    "a plain program is skipped": ([("OK", ""), ("SKIP", "")], "1 passed, 1 failed", 1, "skipped: t"),
    "a case that may fail has failed": ([("OK", "1..1\nnot ok 1 a # TO" "DO later\n")], "0 passed, 1 failed", 1, ""),
    "a program dies on the way": (
        [("ERROR", "1..3\nok 1 a\n")], "1 passed, 1 failed", 1, "2 of 3 cases did not report"),
    "a program dies at the end": ([("ERROR", "1..1\nok 1 a\n")], "1 passed, 1 failed", 1, "t: error, status"),
    "a program gives up": ([("ERROR", "1..1\nBail out! no\n")], "0 passed, 1 failed", 1, "Bail out! no"),
    "a program takes too long": ([("TIMEOUT", "")], "0 passed, 1 failed", 1, "failed: t: timeout"),
    "a program fails as it should": ([("EXPECTEDFAIL", "")], "1 passed, 0 failed", 0, ""),
    "a program that should fail does not": ([("UNEXPECTEDPASS", "")], "0 passed, 1 failed", 1, ""),
    "no test at all": ([], "0 passed, 1 failed", 1, "no test was run"),
}


def run(*arguments):
    return subprocess.run([sys.executable, str(COUNTER), *arguments], capture_output=True, text=True, check=False)


def compare(answer, last, status, said):
    if answer.stderr:
        yield answer.stderr
    if answer.stdout.splitlines()[-1:] != [last]:
        yield f"the last line should be '{last}':\n{answer.stdout}"
    if answer.returncode != status:
        yield f"the exit status should be {status}, not {answer.returncode}"
    if said not in answer.stdout:
        yield f"should say '{said}':\n{answer.stdout}"


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "testlog.json"
        for title, (entries, last, status, said) in CASES.items():
            lines = [json.dumps({"name": "t", "result": result, "stdout": output, "returncode": 0})
                     for result, output in entries]
            log.write_text("".join(f"{line}\n" for line in lines))
            tap.case(title, compare(run(f"c={log}"), last, status, said))

        log.write_text(json.dumps({"name": "t", "result": "OK"}) + "\n")
        tap.case("runs add up", compare(run(f"a={log}", f"b={log}"), "2 passed, 0 failed", 0, ""))
        tap.case("a stage fails", compare(run("--failed", "clang", f"a={log}"), "1 passed, 1 failed", 1, "failed: clang"))
        tap.case("a log is missing", compare(run(f"a={log}x"), "0 passed, 1 failed", 1, "cannot be read"))

        report = "\n".join(["==", "WARNING: ThreadSanitizer: data race", *(f"    #{i}" for i in range(100))])
        log.write_text(json.dumps({"name": "t", "result": "ERROR", "stdout": "1..2\nok 1 one\n", "stderr": report}) + "\n")
        tap.case("the report of a sanitizer", compare(run(f"a={log}"), "1 passed, 1 failed", 1,
                                                      "  t said:\n    WARNING: ThreadSanitizer: data race\n        #0\n"))
        last = "\n".join(f"line {i}" for i in range(1000))
        log.write_text(json.dumps({"name": "t", "result": "FAIL", "stderr": last}) + "\n")
        tap.case("the last words", compare(run(f"a={log}"), "0 passed, 1 failed", 1, "  t said:\n    line 988\n"))

        log.write_text("garbage\n")
        tap.case("a log is broken", compare(run(f"a={log}"), "0 passed, 1 failed", 1, "cannot be read"))
    tap.case("nothing at all", compare(run(), "0 passed, 0 failed", 1, ""))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
