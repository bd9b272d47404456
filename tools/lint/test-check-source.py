#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs every rule over its fixtures: nothing in good/, exactly what `expected` lists in bad/."""

import importlib
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from minitap import Tap  # noqa: E402

FIXTURES = Path(__file__).parent / "fixtures"


def places(found):
    return sorted(f"{path}:{line}" for path, line, _ in sorted(set(found)))


def main():
    checker = importlib.import_module("check-source")
    tap = Tap()
    for name, function in checker.RULES.items():
        folder = FIXTURES / name
        if not (folder / "expected").is_file():
            tap.case(f"{name} has fixtures", [f"write {folder.name}/good, {folder.name}/bad, {folder.name}/expected"])
            continue
        found = places(function(checker.Tree(folder / "good")))
        tap.case(f"{name} lets good code pass", (f"should not complain: {place}" for place in found))
        expected = (folder / "expected").read_text().split()
        found = places(function(checker.Tree(folder / "bad")))
        problems = [] if found == expected else [f"found    {found}", f"expected {expected}"]
        tap.case(f"{name} finds bad code", problems)
    long_tree = checker.Tree(FIXTURES / "file-length" / "good")
    advised = [path for path, _ in checker.long_files(long_tree, checker.ADVISED_LINES)]
    tap.case("a file that asks to be split is named", [] if advised == ["long.c"] else [f"found {advised}"])
    known = {folder.name for folder in FIXTURES.iterdir()}
    tap.case("every fixture has a rule", sorted(known - set(checker.RULES)))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
