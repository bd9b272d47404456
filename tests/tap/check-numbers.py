#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares the numbers of the enumerations in the GIR with those that programs have been compiled with.

check-numbers.py GIR NUMBERS            tests
check-numbers.py --write GIR NUMBERS    writes them anew, when a version is released
check-numbers.py --self-test            tests this program
"""

import sys
from pathlib import Path
from xml.etree import ElementTree

from minitap import Tap

CORE = "{http://www.gtk.org/introspection/core/1.0}"
C = "{http://www.gtk.org/introspection/c/1.0}"


def read_gir(text):
    """The enumerations by their C names; each has its values by their C names."""
    root = ElementTree.fromstring(text)
    found = {}
    for element in [*root.iter(f"{CORE}enumeration"), *root.iter(f"{CORE}bitfield")]:
        found[element.get(f"{C}type")] = {member.get(f"{C}identifier"): int(member.get("value"))
                                          for member in element.findall(f"{CORE}member")}
    return found


def read_numbers(text):
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            enum, name, number = line.split()
            found.setdefault(enum, {})[name] = int(number)
    return found


def compare(actual, frozen):
    """What a program that was compiled with the frozen numbers would misunderstand."""
    for enum, values in frozen.items():
        for name, number in values.items():
            now = actual.get(enum, {}).get(name)
            if now is None:
                yield f"{name} is gone, and programs use it"
            elif now != number:
                yield (f"{name} was {number} and is {now}: programs that are compiled already have the old number. "
                       "Put new values behind the others")


def write(actual):
    head = ("# SPDX-License-Identifier: LGPL-2.1-or-later\n"
            "# The numbers of the enumerations, which are part of the ABI. Written by check-numbers.py --write.\n")
    return head + "".join(f"{enum} {name} {number}\n" for enum, values in sorted(actual.items())
                          for name, number in values.items())


GIR = f"""<repository xmlns="{CORE[1:-1]}" xmlns:c="{C[1:-1]}"><namespace><enumeration name="Colour" c:type="Colour">
<member name="red" value="0" c:identifier="RED"/><member name="blue" value="1" c:identifier="BLUE"/>
</enumeration></namespace></repository>"""


def self_test(tap):
    actual = read_gir(GIR)
    tap.case("what was written is the same", list(compare(actual, read_numbers(write(actual)))))
    for name, numbers, said in (
            ("a value in front of others", "Colour RED 0\nColour BLUE 2\n", "BLUE was 2 and is 1"),
            ("a value that is gone", "Colour RED 0\nColour GREEN 1\n", "GREEN is gone"),
            ("an enumeration that is gone", "Shape ROUND 0\n", "ROUND is gone"),
            ("a new value", "Colour RED 0\n", None)):
        found = list(compare(actual, read_numbers(numbers)))
        good = any(said in line for line in found) if said else not found
        tap.case(name, [] if good else [f"wanted {said}, got {found}"])


def main():
    tap = Tap()
    if sys.argv[1:] == ["--self-test"]:
        self_test(tap)
        return tap.finish()

    gir, numbers = (Path(name) for name in sys.argv[-2:])
    actual = read_gir(gir.read_text(encoding="utf-8"))
    if sys.argv[1] == "--write":
        numbers.write_text(write(actual), encoding="utf-8")
        return 0

    tap.case("enumerations keep their numbers", list(compare(actual, read_numbers(numbers.read_text(encoding="utf-8")))))
    self_test(tap)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
