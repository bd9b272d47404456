# SPDX-License-Identifier: LGPL-2.1-or-later
"""The stub says of the override what is there, and nothing else."""

import ast
import inspect
import os
import types
import unittest

from harness import main

from gi._gi import FunctionInfo, Struct
from gi.repository import GObject, Trueconf

# what only the checkers see
OF_THE_STUB = {"Expression", "Waitable"}
# attributes that objects have, and their classes have not
OF_OBJECTS = {"cause", "maxsize", "sent"}


def names_of(body):
    found = {}
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.Assign):
            found.setdefault(node.targets[0].id, []).append(node)
        elif isinstance(node, ast.AnnAssign):
            found.setdefault(node.target.id, []).append(node)
    return found


class StubTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(os.environ["TRUECONF_STUB"]) as file:
            cls.names = names_of(ast.parse(file.read()).body)

    def classes(self):
        for name, nodes in self.names.items():
            thing = getattr(Trueconf, name, None)
            if isinstance(nodes[0], ast.ClassDef) and isinstance(thing, type):
                yield name, thing, names_of(nodes[0].body)

    def test_every_name_of_the_module(self):
        public = {name for name in dir(Trueconf) if not name.startswith("_")}
        # the tables of virtual functions are of no use in Python
        public -= {name for name in public if isinstance(getattr(Trueconf, name), type) and issubclass(getattr(Trueconf, name), Struct)
                   and name not in self.names}
        stub = {name for name in self.names if not name.startswith("_")} - OF_THE_STUB
        self.assertEqual(sorted(public - stub), [])
        self.assertEqual(sorted(name for name in stub if not hasattr(Trueconf, name)), [])
        self.assertGreater(len(stub), 200)

    def test_every_member_of_a_class(self):
        missing, extra, count = [], [], 0
        for name, cls, stub in self.classes():
            public = {member for member, thing in vars(cls).items() if not member.startswith(("_", "do_"))
                      and isinstance(thing, (types.FunctionType, classmethod, staticmethod, property, FunctionInfo))}
            # an argument of the constructor that is no attribute
            public -= {member for member in public if isinstance(vars(cls)[member], property)
                       and vars(cls)[member].fget is None and vars(cls)[member].fset is None}
            public -= {"set_property", "set_properties"}
            missing += [f"{name}.{member}" for member in sorted(public) if member not in stub]
            extra += [f"{name}.{member}" for member in stub if not hasattr(cls, member) and member not in OF_OBJECTS]
            count += len(public)
        self.assertEqual(missing, [])
        self.assertEqual(extra, [])
        self.assertGreater(count, 1000)

    def test_arguments_have_the_names_of_the_override(self):
        wrong, count = [], 0
        for name, cls, stub in self.classes():
            for member, nodes in stub.items():
                function = vars(cls).get(member)
                function = inspect.unwrap(getattr(function, "__func__", function))
                if not isinstance(function, types.FunctionType) or hasattr(cls, f"_unguarded_{member}"):
                    continue
                parameters = inspect.signature(function).parameters.values()
                if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
                    continue
                real = {parameter.name for parameter in parameters if parameter.kind is not parameter.VAR_POSITIONAL}
                for node in nodes:
                    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and member not in ("connect", "connect_after"):
                        count += 1
                        given = {one.arg for one in [*node.args.args, *node.args.kwonlyargs]}
                        if not given <= real | {"self", "cls"}:
                            wrong.append(f"{name}.{member}: {sorted(given - real)}")
        self.assertEqual(wrong, [])
        self.assertGreater(count, 200)

    def test_values_of_enumerations(self):
        count = 0
        for name, cls, stub in self.classes():
            for member, nodes in stub.items():
                if isinstance(nodes[0], ast.Assign) and issubclass(cls, int):
                    self.assertEqual(int(getattr(cls, member)), ast.literal_eval(nodes[0].value), f"{name}.{member}")
                    count += 1
        self.assertGreater(count, 100)

    def test_it_has_the_documentation(self):
        bot = names_of(self.names["Bot"][0].body)
        self.assertIn("Sends a text message", ast.get_docstring(bot["send_message"][0]))
        without = [f"{name}.{member}" for name, cls, stub in self.classes() if issubclass(cls, GObject.Object)
                   for member, nodes in stub.items() if isinstance(nodes[0], (ast.FunctionDef, ast.AsyncFunctionDef))
                   and not member.startswith(("_", "do_", "connect", "get_", "set_")) and ast.get_docstring(nodes[0]) is None
                   and member in vars(cls) and (getattr(vars(cls)[member], "__doc__", None) or "").strip()
                   and isinstance(vars(cls)[member], types.FunctionType)]
        self.assertEqual(without, [])

    def test_defaults_are_those_of_the_override(self):
        send = names_of(self.names["Bot"][0].body)["send_message"][-1]
        defaults = {argument.arg: ast.unparse(default)
                    for argument, default in zip(reversed(send.args.args), reversed(send.args.defaults))}
        self.assertEqual(defaults["parse_mode"], "'text'")
        self.assertEqual(defaults["reply_message_id"], "None")


if __name__ == "__main__":
    main()
