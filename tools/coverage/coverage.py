#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says which lines, branches and functions of a build with -Db_coverage=true have run.

coverage.py [OPTION…] BUILD_DIRECTORY [FOLDER…]

  --save FILE      writes what has run since the counters were deleted to a file, and prints nothing
  --read NAME=FILE adds up what was saved instead of reading the counters. With --gir, the names 'c' and 'bindings'
                   tell which runs are the tests of C and of the other languages
  --gir GIR        lists the public functions of this GIR that the tests in C have not entered, and those that the
                   tests of the bindings have not
  --public         fails when one of these lists is not empty

Reads what gcc's own gcov says, so that no other program is needed. Prints a row for each folder, and the functions of
these folders that have never run.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

GIR = "{http://www.gtk.org/introspection/core/1.0}"
C = "{http://www.gtk.org/introspection/c/1.0}"
GLIB = "{http://www.gtk.org/introspection/glib/1.0}"


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

    def save(self):
        return [[[*key], count] for key, count in self.branches.items()], [*self.lines.items()], \
            [[[*key], count] for key, count in self.functions.items()]

    def load(self, saved):
        branches, lines, functions = saved
        for key, count in branches:
            self.branches[tuple(key)] += count
        for line, count in lines:
            self.lines[line] += count
        for key, count in functions:
            self.functions[tuple(key)] += count


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
                # what was included from elsewhere is not ours, and an object may be left of a file that is gone
                if path.is_file() and path.is_relative_to(base) and (name := path.relative_to(base).as_posix()).startswith(tuple(folders)):
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


def public_functions(gir):
    """The functions of the library by their names in C, and those of them that other languages can call."""
    every, callable_ = set(), set()
    for element in ElementTree.parse(gir).getroot().iter():
        if (get_type := element.get(GLIB + "get-type")) and get_type != "intern":
            every.add(get_type)
        if element.tag in (GIR + "function", GIR + "method", GIR + "constructor") and not element.get("moved-to"):
            name = element.get(C + "identifier")
            every.add(name)
            # another function stands for one that is shadowed
            if element.get("introspectable") != "0" and not element.get("shadowed-by"):
                callable_.add(name)
    return every, callable_


def entered(found):
    return {name for source in found.values() for (_, name), count in source.functions.items() if count}


def list_public(gir, runs):
    """Prints which public functions a kind of test has not entered. Returns how many."""
    every, callable_ = public_functions(gir)
    missing = 0
    for run, functions, what in (("c", every, "the tests in C"), ("bindings", callable_, "the tests of the bindings")):
        names = sorted(functions - entered(runs[run]))
        missing += len(names)
        print(f"\nPublic functions that {what} have not called: {len(names)} of {len(functions)}")
        for name in names:
            print(f"  {name}")
    return missing


def read_saved(path):
    found = defaultdict(Source)
    with gzip.open(path, "rt") as file:
        for name, saved in json.load(file).items():
            found[name].load(saved)
    return found


def report(found):
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--save")
    parser.add_argument("--read", action="append", default=[])
    parser.add_argument("--gir")
    parser.add_argument("--public", action="store_true")
    parser.add_argument("build")
    parser.add_argument("folders", nargs="*")
    args = parser.parse_args()

    build = Path(args.build).resolve()
    root = Path(__file__).resolve().parents[2]
    folders = args.folders or ["trueconf-bot/"]
    runs = {name: read_saved(path) for name, _, path in (text.partition("=") for text in args.read)}
    if runs:
        found = defaultdict(Source)
        for run in runs.values():
            for name, source in run.items():
                found[name].load(source.save())
    else:
        found = read_build(build, root, folders)
    if not found:
        sys.exit(f"{build} has no data: was it built with -Db_coverage=true?")

    if args.save:
        with gzip.open(args.save, "wt") as file:
            json.dump({name: source.save() for name, source in found.items()}, file)
        return 0
    report(found)
    missing = list_public(args.gir, runs) if args.gir else 0
    return 1 if args.public and missing else 0


if __name__ == "__main__":
    sys.exit(main())
