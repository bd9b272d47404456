# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads hand.pyi: members that are typed by hand, by class."""

import ast
import inspect
import os


def _members(body):
    found = {}
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.AnnAssign):
            found.setdefault(node.target.id, []).append(node)
    return found


def _document(node, thing):
    """Puts the docstring of the override into the first of the definitions."""
    doc = inspect.getdoc(thing) if not isinstance(thing, (int, str)) else None
    if doc and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        node.body = [ast.Expr(ast.Constant(doc))]


class Hand:
    """What was written by hand."""

    def __init__(self):
        path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hand.pyi")
        with open(path) as file:
            self.tree = ast.parse(file.read())
        self.top = _members(self.tree.body)
        self.classes = {name: _members(nodes[0].body) for name, nodes in self.top.items() if isinstance(nodes[0], ast.ClassDef)}

    def member(self, cls_name, name, thing):
        """The text for a member of a class."""
        return self._text(self.classes[cls_name][name], thing)

    def function(self, name, thing):
        """The text for a function or a value of the module."""
        return self._text(self.top[name], thing)

    @staticmethod
    def _text(nodes, thing):
        for node in nodes:
            _document(node, getattr(thing, "__func__", thing))
        text = "\n".join(ast.unparse(node) for node in nodes) + "\n"
        # the parser drops comments
        return text.replace(" -> CommandFilter:", " -> CommandFilter:  # type: ignore[misc]").replace(
            ":  # type: ignore[misc] ...", ": ...  # type: ignore[misc]")

    def whole(self, name, cls):
        """The text of a class that is written by hand as a whole."""
        node, = self.top[name]
        for member in node.body:
            if isinstance(member, (ast.FunctionDef, ast.AsyncFunctionDef)):
                _document(member, getattr(cls, member.name, None))
        doc = inspect.getdoc(cls)
        if doc:
            node.body.insert(0, ast.Expr(ast.Constant(doc)))
        return ast.unparse(node) + "\n"
