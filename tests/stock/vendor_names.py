# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints what a package has that its users may use, as JSON: modules, classes, members, and the arguments of functions.

It is run with the Python of each package: python vendor_names.py trueconf.
"""

import ast
import enum
import functools
import importlib
import inspect
import json
import pkgutil
import sys
import textwrap


def arguments(function):
    """The names of the arguments, less the object."""
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return []
    return [name for name in parameters if name not in ("self", "cls", "args", "kwargs") and not name.startswith("_")]


@functools.lru_cache(maxsize=None)
def attributes(cls):
    """What the functions of a class set on its objects."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    except (OSError, TypeError):
        return set()
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name) and node.value.id == "self" and not node.attr.startswith("_")}


def members(cls, package):
    """The public members of a class, with the arguments of its functions."""
    found = {}
    # what mashumaro, abc and dataclasses add is nobody's business
    own = [base for base in cls.__mro__ if base.__module__.split(".")[0] == package]
    for base in reversed(own):
        for name in sorted(attributes(base)):
            found[name] = None
        for name in getattr(base, "__annotations__", {}):
            if not name.startswith("_"):
                found[name] = None
        for name, value in vars(base).items():
            if name.startswith("_") and name not in ("__call__", "__init__"):
                continue
            if isinstance(value, (staticmethod, classmethod)):
                value = value.__func__
            if isinstance(value, type) or name in ("Config", "from_dict", "to_dict"):
                continue
            found[name] = arguments(value) if inspect.isfunction(value) else None
    if issubclass(cls, enum.Enum):
        found = {name: None for name in cls.__members__}
    return found


def dump(package):
    names = {}
    root = importlib.import_module(package)
    modules = [package] + [info.name for info in pkgutil.walk_packages(root.__path__, package + ".")]
    for module_name in modules:
        if any(part.startswith("_") for part in module_name.split(".")):
            continue
        module = importlib.import_module(module_name)
        content = {}
        public = getattr(module, "__all__", None)
        for name, value in vars(module).items():
            if name.startswith("_") or inspect.ismodule(value):
                continue
            own = getattr(value, "__module__", "") == module_name
            if not own and (public is None or name not in public):
                continue
            if isinstance(value, type):
                content[name] = members(value, package)
            elif inspect.isfunction(value):
                content[name] = {"__call__": arguments(value)}
            elif public is not None and name in public:
                content[name] = {}
        names[module_name[len(package):].lstrip(".")] = content
    return names


if __name__ == "__main__":
    json.dump(dump(sys.argv[1]), sys.stdout, indent=1)
