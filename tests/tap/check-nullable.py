#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether Vala knows which properties may be null: those whose getters may return null.

g-ir-scanner 1.74 has no annotation for that, so that bindings/vala/Trueconf-1.metadata says it by hand.
"""

import re
import sys
import xml.etree.ElementTree
from pathlib import Path

from minitap import Tap

CORE = "{http://www.gtk.org/introspection/core/1.0}"


def wrong_properties(cls, body):
    """The properties of a class of the GIR that its part of the VAPI has wrong."""
    getters = {method.get("name"): method.find(f"{CORE}return-value") for method in cls.findall(f"{CORE}method")}
    for prop in cls.findall(f"{CORE}property"):
        name = prop.get("name").replace("-", "_")
        getter = getters.get(prop.get("getter"))
        declared = re.search(rf"public (?:virtual |abstract )?(\S+) {name} {{", body)
        if getter is None or declared is None:
            continue
        nullable = getter.get("nullable") == "1"
        if nullable != declared.group(1).endswith("?"):
            yield (f"{cls.get('name')}.{name} is {declared.group(1)}: write “{cls.get('name')}.{name}#property nullable” into "
                   "Trueconf-1.metadata" if nullable else f"{cls.get('name')}.{name} is {declared.group(1)}, but never null")


def main():
    gir, vapi = (Path(argument) for argument in sys.argv[1:3])
    tap = Tap()
    text = vapi.read_text(encoding="utf-8")
    bodies = dict(re.findall(r"class (\w+)(?: :[^{]*)? \{(.*?)\n\t\}", text, re.DOTALL))
    classes = [cls for cls in xml.etree.ElementTree.parse(gir).iter(f"{CORE}class") if cls.get("name") in bodies]
    tap.case("there are classes", [] if len(classes) > 60 else [f"only {len(classes)}"])
    tap.case("a property is nullable if its getter is",
             [problem for cls in classes for problem in wrong_properties(cls, bodies[cls.get("name")])])
    tap.case("no pointer is without a type", re.findall(r".*void\*.*", text))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
