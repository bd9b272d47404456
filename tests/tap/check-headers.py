#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compiles each installed header as a user would, and as a user should not.

check-headers.py BUILD_ROOT UMBRELLA COMPILER CXX_COMPILER -- FLAG...
"""

import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from minitap import Tap

WARNINGS = ["-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter"]


def installed_headers(build_root, umbrella):
    """(path in the tree, name below the include folder) for each header that gets installed."""
    plan = json.loads((build_root / "meson-info/intro-install_plan.json").read_text())
    for group in plan.values():
        for source, target in group.items():
            parts = Path(target["destination"]).parts
            if source.endswith(".h") and parts[0].startswith("{includedir"):
                # {includedir}/trueconf-bot-1/model/…
                yield Path(source), Path(*parts[2:]).as_posix()


def compile_text(command, text, suffix, *options):
    """The complaints of a compiler about a text, or None when it has none."""
    with tempfile.NamedTemporaryFile("w", suffix=suffix) as source:
        source.write(text)
        source.flush()
        answer = subprocess.run([*command, *(options or ["-fsyntax-only"]), source.name], capture_output=True, text=True, check=False)
    return None if answer.returncode == 0 else answer.stderr[:2000]


def check(command, name, umbrella):
    """What is wrong with one header."""
    include = f'#include "{name}"\n'
    alone = compile_text([*command, "-DTRUECONF_COMPILATION"], include, ".c")
    if alone:
        yield f"it lacks an include:\n{alone}"
    # an #error ends the preprocessor, which is all that has to run
    direct = compile_text(command, include, ".c", "-E", "-o", "/dev/null", "-Wfatal-errors")
    if not direct or f"Only <{umbrella}> can be included directly" not in direct:
        yield f"it does not insist on <{umbrella}>"


def check_after(command, names, umbrella):
    """The headers that cannot follow the umbrella. All of them at once, since it is long; one by one if there are any."""
    first = f"#include <{umbrella}>\n"
    includes = {name: f'#include "{name}"\n' for name in names}
    together = compile_text(command, first + "".join(includes.values()), ".c")
    if together:
        found = "can be included directly" in together
        for name, include in includes.items():
            problem = compile_text(command, first + include, ".c")
            # one that the umbrella leaves out
            if problem and "can be included directly" not in problem:
                found = True
                yield f"{name}:\n{problem}"
        if not found:
            yield f"together:\n{together}"


def main():
    separator = sys.argv.index("--")
    build_root, umbrella, compiler, cxx_compiler = sys.argv[1:separator]
    build_root, flags = Path(build_root), sys.argv[separator + 1:]
    tap = Tap()

    headers = dict(sorted(installed_headers(build_root, umbrella)))
    names = sorted(name for name in headers.values() if name != umbrella)
    tap.case("the umbrella is installed", [] if umbrella in headers.values() else [f"{sorted(headers.values())}"])
    tap.case("no private header is installed", (name for name in names if name.endswith("-private.h")))

    text = f"#include <{umbrella}>\nint main (void) {{ return 0; }}\n"
    for title, command, suffix in (
        ("C", [compiler, "-std=gnu11"], ".c"),
        ("C99 with -pedantic", [compiler, "-std=c99", "-pedantic", "-Wstrict-prototypes"], ".c"),
        ("C++ with -pedantic", [cxx_compiler, "-std=c++11", "-pedantic", "-xc++"], ".cc"),
        ("C++20 with -pedantic", [cxx_compiler, "-std=c++20", "-pedantic", "-xc++"], ".cc"),
    ):
        problem = compile_text([*command, *WARNINGS, *flags], text, suffix)
        tap.case(f"the umbrella compiles as {title}", [problem] if problem else [])

    command = [compiler, "-std=gnu11", *WARNINGS, *flags]
    tap.case("each header can follow the umbrella", check_after(command, names, umbrella))
    with ThreadPoolExecutor(2) as pool:
        for name, problems in zip(names, pool.map(lambda name: list(check(command, name, umbrella)), names)):
            tap.case(name, problems)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
