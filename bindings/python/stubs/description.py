# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the GIR says: types, what may be None, what it means. What Python makes of it is not here."""

import dataclasses
import re
import xml.etree.ElementTree

GIR = "{http://www.gtk.org/introspection/core/1.0}"
C = "{http://www.gtk.org/introspection/c/1.0}"
GLIB = "{http://www.gtk.org/introspection/glib/1.0}"


@dataclasses.dataclass
class Type:
    """A type: its name in the GIR, and what a list or a table is of."""

    name: str
    elements: list
    nullable: bool = False
    length: int = -1


@dataclasses.dataclass
class Parameter:
    name: str
    type: Type
    scope: str
    closure: int
    destroy: int
    direction: str
    doc: str


@dataclasses.dataclass
class Function:
    """A function, method, constructor, signal or callback."""

    name: str
    kind: str
    parameters: list
    returns: Type
    doc: str

    def for_python(self):
        """The parameters that a caller in Python gives: no data, no notification, and nothing that is only handed out."""
        hidden = {index for parameter in self.parameters for index in (parameter.closure, parameter.destroy, parameter.type.length)
                  if index >= 0}
        return [parameter for index, parameter in enumerate(self.parameters)
                if index not in hidden and parameter.direction != "out"]

    def results(self):
        """What is returned to Python: the result and what is handed out."""
        found = [] if self.returns.name == "none" else [self.returns]
        lengths = {type.length for type in [self.returns, *(parameter.type for parameter in self.parameters)]}
        return found + [parameter.type for index, parameter in enumerate(self.parameters)
                        if parameter.direction in ("out", "inout") and index not in lengths]


@dataclasses.dataclass
class Property:
    name: str
    type: Type
    readable: bool
    writable: bool
    construct_only: bool
    doc: str


@dataclasses.dataclass
class Class:
    """A class, an interface, a record or an enumeration."""

    name: str
    kind: str
    doc: str
    functions: dict
    virtual: dict
    properties: dict
    signals: dict
    values: list


def text_of(element):
    doc = element.find(GIR + "doc")
    return plain(doc.text) if doc is not None and doc.text else ""


def plain(text):
    """A text of the reference as Python's help() shows it."""
    def link(match):
        kind, target = match.group(1), match.group(2)
        target = target.removesuffix("_async")
        if kind in ("property", "signal"):
            target = re.sub(r"::?", ".", target).replace("-", "_")
        return f"`Trueconf.{target}`" if not target.startswith(("G", "Trueconf.")) else f"`{target}`"

    # what callbacks do in C
    text = re.sub(r"(?:^|\n\n)Call \[method@[\w.]+_finish\](?:.|\n(?!\n))*", "", text)
    text = re.sub(r"\[(\w+)@([\w.:\-]+)\]", link, text)
    text = re.sub(r"@(\w+)", r"`\1`", text)
    text = text.replace("`NULL`", "None").replace("`TRUE`", "True").replace("`FALSE`", "False").replace("%NULL", "None")
    return text.replace("\\", "\\\\").replace('"""', "'''").strip()


def type_of(element):
    """The type of a parameter, a result or a property."""
    nullable = element.get("nullable") == "1" or element.get("allow-none") == "1"
    found = element.find(GIR + "type")
    array = element.find(GIR + "array")
    if array is not None:
        inner = array.find(GIR + "type")
        inner_name = inner.get("name") if inner is not None else "gpointer"
        name = "bytes" if inner_name in ("guint8", "gint8") else "array"
        return Type(array.get("name") or name, [type_of(array)], nullable, int(array.get("length", -1)))
    if found is None:
        return Type("varargs", [], nullable)
    elements = [Type(inner.get("name"), []) for inner in found.findall(GIR + "type")]
    doc = element.find(GIR + "doc")
    if found.get("name") == "Gio.ListModel" and doc is not None:
        # only the words say what is in a list model
        elements = [Type(match, []) for match in re.findall(r"(?:^|, |as )(?:each a|an?) (?:list of )?\[class@(\w+)\]", doc.text)[:1]]
    return Type(found.get("name") or "gpointer", elements, nullable)


def parameter_of(element):
    return Parameter(element.get("name"), type_of(element), element.get("scope", ""), int(element.get("closure", -1)),
                     int(element.get("destroy", -1)), element.get("direction", "in"), text_of(element))


def function_of(element, kind):
    outer = element.find(GIR + "parameters")
    parameters = [] if outer is None else [parameter_of(one) for one in outer.findall(GIR + "parameter")]
    name = element.get("name")
    return Function(element.get("shadows") or name, kind, parameters, type_of(element.find(GIR + "return-value")), text_of(element))


def property_of(element, functions):
    getter = functions.get(element.get("getter", ""))
    type = type_of(element)
    # the GIR of older scanners says only of the getter what may be None
    if getter is not None:
        type.nullable = type.nullable or getter.returns.nullable
        if getter.returns.elements and type.name == getter.returns.name:
            type.elements = getter.returns.elements
    return Property(element.get("name"), type, element.get("readable") != "0", element.get("writable") == "1",
                    element.get("construct-only") == "1", text_of(element))


def class_of(element):
    functions = {}
    for kind in ("constructor", "function", "method"):
        for one in element.findall(GIR + kind):
            if one.get("introspectable") != "0" and one.get("shadowed-by") is None:
                made = function_of(one, kind)
                functions[made.name] = made
    values = [(one.get("name").upper(), int(one.get("value")), one.get(GLIB + "nick"), text_of(one))
              for one in element.findall(GIR + "member")]
    return Class(
        element.get("name"), element.tag.removeprefix(GIR), text_of(element), functions,
        {one.get("name"): function_of(one, "virtual") for one in element.findall(GIR + "virtual-method")},
        {one.get("name"): property_of(one, functions) for one in element.findall(GIR + "property")},
        {one.get("name"): function_of(one, "signal") for one in element.findall(GLIB + "signal")}, values)


class Namespace:
    """All that the library has."""

    def __init__(self, path):
        namespace = xml.etree.ElementTree.parse(path).getroot().find(GIR + "namespace")
        self.classes = {}
        for kind in ("class", "interface", "record", "enumeration", "bitfield"):
            for element in namespace.findall(GIR + kind):
                if element.get(GLIB + "is-gtype-struct-for") is None:
                    self.classes[element.get("name")] = class_of(element)
        self.functions = {one.get("name"): function_of(one, "function") for one in namespace.findall(GIR + "function")}
        self.callbacks = {one.get("name"): function_of(one, "callback") for one in namespace.findall(GIR + "callback")}
        self.constants = {one.get("name"): type_of(one) for one in namespace.findall(GIR + "constant")}
