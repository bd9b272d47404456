#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether the VAPI says to Vala what the library means: what may be null, what can be left out, and no bare pointers.

g-ir-scanner 1.74 has no annotations for some of it, so that bindings/vala/Trueconf-1.metadata says it by hand.
"""

import re
import subprocess
import sys
import xml.etree.ElementTree
from pathlib import Path

from minitap import Tap

# what a function is about has no default, even if it may be null
MEANT = ("text", "version")
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


def parameters(text):
    """(type, name, default) of each parameter of a function of the VAPI."""
    text = re.sub(r"\[CCode [^]]*\] ", "", text)
    for parameter in filter(None, text.split(", ")):
        declared, _, default = parameter.partition(" = ")
        kind, name = declared.split()[-2:]
        yield kind, name, default or None


def functions(bodies):
    """(class, name, parameters) of each constructor, and of each function that is waited for."""
    for cls, body in bodies.items():
        for name, arguments in re.findall(rf"public (?:virtual )?(?:async \S+ (\w+)|{cls}[.\w]*) \((.*)\)", body):
            yield cls, name or "new", list(parameters(arguments))


def without_default(bodies):
    """What could be left out by all the rest, but has no default."""
    for cls, name, arguments in functions(bodies):
        for position, (kind, argument, default) in reversed(list(enumerate(arguments))):
            optional = argument in ("cancellable", "parse_mode") or kind.endswith("?")
            if default is None and (not optional or position == 0 or argument in MEANT):
                break
            if default is None:
                yield f"{cls}.{name}: “{argument}” has no default"


def nullable_parameters(function):
    return {name.get("name") for name in function.iter(f"{CORE}parameter") if name.get("nullable") == "1"}


def stricter_virtual_methods(tree, tag):
    """What a class of Vala implements, and would be given null for where it is not declared."""
    for cls in tree.iter(f"{CORE}{tag}"):
        methods = {method.get("name"): nullable_parameters(method) for method in cls.findall(f"{CORE}method")}
        for virtual in cls.findall(f"{CORE}virtual-method"):
            name = virtual.get("name")
            names = {parameter.get("name") for parameter in virtual.iter(f"{CORE}parameter")}
            caller = methods.get(name, methods.get(f"{name}_async", set()))
            for parameter in sorted(caller & names - nullable_parameters(virtual)):
                yield f"{cls.get('name')}.{name}: “{parameter}” may be null: say so in the comment of the virtual function"


def not_watched(vapi, build):
    """What the VAPI is made of by hand, but would not be made again for."""
    made_of = subprocess.run(["ninja", "-C", build, "-t", "inputs", vapi.resolve().relative_to(build.resolve())], check=True, text=True,
                             stdout=subprocess.PIPE).stdout
    return [name for name in ("Trueconf-1.metadata", "Trueconf-1-custom.vala") if f"bindings/vala/{name}" not in made_of]


def main():
    gir, vapi, build = (Path(argument) for argument in sys.argv[1:4])
    tap = Tap()
    text = vapi.read_text(encoding="utf-8")
    bodies = dict(re.findall(r"class (\w+)(?: :[^{]*)? \{(.*?)\n\t\}", text, re.DOTALL))
    tree = xml.etree.ElementTree.parse(gir)
    classes = [cls for cls in tree.iter(f"{CORE}class") if cls.get("name") in bodies]
    tap.case("there are classes", [] if len(classes) > 60 else [f"only {len(classes)}"])
    tap.case("there are functions", [] if len(list(functions(bodies))) > 150 else [f"only {len(list(functions(bodies)))}"])
    tap.case("a property is nullable if its getter is",
             [problem for cls in classes for problem in wrong_properties(cls, bodies[cls.get("name")])])
    tap.case("what can be left out has a default", without_default(bodies))
    tap.case("what is implemented in Vala knows what may be null",
             [*stricter_virtual_methods(tree, "class"), *stricter_virtual_methods(tree, "interface")])
    tap.case("no pointer is without a type", re.findall(r".*(?:\w\*|GLib\.Closure).*", text))
    tap.case("it is made again when what is written by hand changes", not_watched(vapi, build))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
