#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares what the shared library exports with what the GIR describes.

check-symbols.py NM LIBRARY GIR PREFIX VERSION
"""

import re
import subprocess
import sys
from xml.etree import ElementTree

from minitap import Tap

CORE = "{http://www.gtk.org/introspection/core/1.0}"
C = "{http://www.gtk.org/introspection/c/1.0}"
GLIB = "{http://www.gtk.org/introspection/glib/1.0}"
MOST_ARGUMENTS = 8
CALLABLE = {f"{CORE}function", f"{CORE}method", f"{CORE}constructor"}


def exported(nm, library):
    output = subprocess.run([nm, "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout
    # the last word of a line; symbols of the linker's own are of type A
    return {line.split()[-1].split("@")[0] for line in output.splitlines() if line.split()[-2] != "A"}


def described(gir):
    """Symbol: version since which it exists (None for what has no text of its own)."""
    found = {}
    for element in ElementTree.parse(gir).iter():
        if element.tag in CALLABLE and (name := element.get(f"{C}identifier")):
            found[name] = element.get("version")
        if (name := element.get(f"{GLIB}get-type")) and name != "intern":
            found.setdefault(name, None)
    return found


def long_functions(gir):
    """Functions that nobody can call by heart: those with too many arguments besides the object."""
    for element in ElementTree.parse(gir).iter():
        if element.tag in CALLABLE and (name := element.get(f"{C}identifier")):
            arguments = element.findall(f"{CORE}parameters/{CORE}parameter")
            if len(arguments) > MOST_ARGUMENTS:
                yield f"{name} takes {len(arguments)} arguments; more than {MOST_ARGUMENTS} are the properties of an object"


def arrays_without_pointers(gir):
    """Functions whose arrays have a name of their own in C: gir, of Rust, takes them for one value."""
    for element in ElementTree.parse(gir).iter():
        if element.tag in CALLABLE and (name := element.get(f"{C}identifier")):
            for array in element.iter(f"{CORE}array"):
                if "*" not in array.get(f"{C}type", "*"):
                    yield f"{name}: {array.get(f'{C}type')}"


def number(version):
    return tuple(int(part) for part in re.findall(r"\d+", version))[:2]


def main():
    nm, library, gir, prefix, version = sys.argv[1:]
    symbols, known = exported(nm, library), described(gir)
    functions = {name for name in known if not name.endswith(("_get_type", "_quark"))}

    tap = Tap()
    tap.case("the library exports something", [] if symbols else [f"{library} exports nothing"])
    tap.case("every exported symbol has the prefix", sorted(name for name in symbols if not name.startswith(prefix)))
    tap.case("every exported symbol is in the GIR", sorted(symbols - set(known)))
    tap.case("every function in the GIR is exported", sorted(set(known) - symbols))
    tap.case("every function in the GIR says since when", sorted(name for name in functions if not known[name]))
    tap.case("nothing is newer than the library", sorted(
        f"{name}: {known[name]}" for name in functions if known[name] and number(known[name]) > number(version)))
    tap.case(f"no function takes more than {MOST_ARGUMENTS} arguments besides the object", list(long_functions(gir)))
    tap.case("every array is a pointer in C", list(arrays_without_pointers(gir)))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
