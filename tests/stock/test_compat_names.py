# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each public name of python-trueconf-bot 1.5.4 is in trueconf_compat, with the same arguments, and in the guide for those who come from it."""

import enum
import importlib
import inspect
import json
import os
import pathlib
import re
import subprocess
import unittest

import vendor_names
from harness import main

HERE = pathlib.Path(__file__).parent
GUIDE = HERE.parents[1] / "docs" / "coming-from-python-trueconf-bot.md"

# how the vendor's code works inside, although no underscore says so
INSIDE = {
    "client.context_controller": "objects know their bot by bind(), which they have",
    "client.session": "the library has the WebSocket",
    "utils.split_text": "the parts of its parser; its two functions are there",
}
KEPT = {"utils.split_text": {"safe_split_text", "visible_len"}}


def names_of_vendor():
    """What the vendor's package has."""
    python = pathlib.Path(os.environ["TRUECONF_STOCK"], "1.5.4", "bin", "python")
    # the folder of this file has names of modules, too
    result = subprocess.run([python, "-P", HERE / "vendor_names.py", "trueconf"], check=True, capture_output=True, text=True, env={})
    return json.loads(result.stdout)


def public(names):
    """Those that users have to do with."""
    for module, content in names.items():
        for name, members in content.items():
            if module not in INSIDE or name in KEPT.get(module, ()):
                yield module, name, members


def parameters(thing):
    return set(inspect.signature(thing).parameters)


class NamesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.names = names_of_vendor()

    def test_there_is_something_to_compare(self):
        self.assertIn("send_message", self.names["client.bot"]["Bot"])
        self.assertIn("quote", self.names["client.bot"]["Bot"]["send_message"])
        self.assertGreater(len(self.names), 100)

    def test_modules(self):
        for module in self.names:
            if module not in INSIDE:
                importlib.import_module(f"trueconf_compat.{module}".rstrip("."))

    def test_names_and_arguments(self):
        missing = []
        for module, name, members in public(self.names):
            place = f"{module}.{name}".lstrip(".")
            ours = getattr(importlib.import_module(f"trueconf_compat.{module}".rstrip(".")), name, None)
            if ours is None:
                missing.append(place)
                continue
            for member, arguments in members.items():
                if isinstance(ours, type) and issubclass(ours, enum.Enum):
                    if member not in ours.__members__:
                        missing.append(f"{place}.{member}")
                    continue
                function = getattr(ours, member, None) if isinstance(ours, type) else ours
                field = isinstance(ours, type) and (member in getattr(ours, "__dataclass_fields__", {})
                                                    or any(member in vendor_names.attributes(base) or member in getattr(base, "__annotations__", {}) for base in ours.__mro__))
                if function is None and not field:
                    missing.append(f"{place}.{member}")
                elif arguments and callable(function):
                    taken = parameters(function)
                    if not any(one in taken for one in ("kwargs", "data")):
                        missing.extend(f"{place}.{member}({argument}=)" for argument in arguments if argument not in taken)
        self.assertEqual(missing, [])

    def test_values(self):
        enums = importlib.import_module("trueconf_compat.enums")
        python = pathlib.Path(os.environ["TRUECONF_STOCK"], "1.5.4", "bin", "python")
        program = ("import enum, json, trueconf.enums as m; print(json.dumps({c.__name__: {n: v.value for n, v in c.__members__.items()} "
                   "for c in vars(m).values() if isinstance(c, type) and issubclass(c, enum.Enum)}))")
        theirs = json.loads(subprocess.run([python, "-P", "-c", program], check=True, capture_output=True, text=True, env={}).stdout)
        self.assertEqual({name: {member: value.value for member, value in getattr(enums, name).__members__.items()} for name in theirs},
                         theirs)

    def test_guide(self):
        rows = "\n".join(line for line in GUIDE.read_text().splitlines() if line.startswith("|"))
        written = set(re.findall(r"[A-Za-z_@][A-Za-z_0-9]*", rows))
        missing = set()
        for module, name, members in public(self.names):
            missing.update({name} - written)
            for member, arguments in members.items():
                if not member.startswith("__"):
                    missing.update({member} - written)
                missing.update(set(arguments or ()) - written)
        self.assertEqual(sorted(missing), [])

    def test_guide_names_what_there_is(self):
        """The main API's names in the guide exist, and no row is empty."""
        from gi.repository import Trueconf

        rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in GUIDE.read_text().splitlines()
                if line.startswith("|") and not line.startswith("| ---")]
        self.assertGreater(len(rows), 100)
        for row in rows:
            self.assertEqual((len(row), all(row)), (3, True), row)
            for name, member in re.findall(r"`Trueconf\.(\w+)(?:\.(\w+))?", row[1]):
                self.assertTrue(hasattr(Trueconf, name), row)
                if member:
                    self.assertTrue(hasattr(getattr(Trueconf, name), member), row)


if __name__ == "__main__":
    main()
