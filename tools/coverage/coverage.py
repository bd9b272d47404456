#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says which lines, branches and functions of a build with -Db_coverage=true have run.

coverage.py BUILD_DIRECTORY [FOLDER…]

Reads what gcc's own gcov says, so that no other program is needed. Prints a row for each folder, and the functions of
these folders that have never run.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


class Source:
    """What has run of a file. Objects made of the same file are added up."""

    def __init__(self):
        self.lines = defaultdict(int)
        self.branches = defaultdict(int)
        self.functions = defaultdict(int)

    def add(self, report):
        for line in report["lines"]:
            number = line["line_number"]
            self.lines[number] += line["count"]
            for index, branch in enumerate(line["branches"]):
                if not branch["throw"]:
                    self.branches[number, line.get("function_name"), index] += branch["count"]
        for function in report["functions"]:
            self.functions[function["start_line"], function["name"]] += function["execution_count"]


def read_notes(notes):
    """gcov's reports on the files that an object was made of."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["gcov", "--json-format", "--branch-probabilities", "--object-file", str(notes), str(notes)],
                       cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for path in Path(folder).glob("*.gcov.json.gz"):
            with gzip.open(path) as file:
                report = json.load(file)
            for entry in report["files"]:
                yield Path(report["current_working_directory"], entry["file"]), entry


def read_build(build, root, folders):
    """A Source for each file, by its name below the tree or the build directory."""
    found = defaultdict(Source)
    notes = sorted(path.resolve() for path in build.rglob("*.gcno")
                   if path.relative_to(build).as_posix().startswith(tuple(folders)))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for reports in pool.map(lambda path: list(read_notes(path)), notes):
            for path, report in reports:
                path = Path(os.path.normpath(path))
                base = build if path.is_relative_to(build) else root
                # what was included from elsewhere is not ours
                if path.is_relative_to(base) and (name := path.relative_to(base).as_posix()).startswith(tuple(folders)):
                    found[name].add(report)
    return found


def share(counts):
    ran = sum(1 for count in counts if count)
    return f"{ran:>6} of {len(counts):>6} {100 * ran / len(counts) if counts else 100:>6.1f} %"


def row(name, sources):
    lines = [count for source in sources for count in source.lines.values()]
    branches = [count for source in sources for count in source.branches.values()]
    functions = [count for source in sources for count in source.functions.values()]
    print(f"{name:<28} {share(lines)}   {share(branches)}   {share(functions)}")


def main():
    build = Path(sys.argv[1]).resolve()
    root = Path(__file__).resolve().parents[2]
    folders = sys.argv[2:] or ["trueconf-bot/"]
    found = read_build(build, root, folders)
    if not found:
        sys.exit(f"{build} has no data: was it built with -Db_coverage=true?")

    by_folder = defaultdict(list)
    for name, source in sorted(found.items()):
        by_folder[os.path.dirname(name)].append(source)
    print(f"{'':<28} {'lines':>25}   {'branches':>25}   {'functions':>25}")
    for folder, sources in sorted(by_folder.items()):
        row(folder, sources)
    row("all", list(found.values()))

    never = [(name, line, function) for name, source in sorted(found.items())
             for (line, function), count in sorted(source.functions.items()) if not count]
    print(f"\nFunctions that have never run: {len(never)}")
    for name, line, function in never:
        print(f"  {name}:{line}: {function}")


if __name__ == "__main__":
    main()
