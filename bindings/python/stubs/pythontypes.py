# SPDX-License-Identifier: LGPL-2.1-or-later
"""The types of Python for those of the GIR: what the library hands out, and what the override takes."""

import re

PLAIN = {"utf8": "str", "filename": "str", "gboolean": "bool", "gdouble": "float", "gfloat": "float", "none": "None",
         "gpointer": "Any", "GType": "type[Any] | GObject.GType", "bytes": "bytes", "gunichar": "str", "va_list": "Any",
         **dict.fromkeys(["gint", "guint", "gint8", "guint8", "gint16", "guint16", "gint32", "guint32", "gint64", "guint64", "glong",
                          "gulong", "gsize", "gssize", "GLib.Quark", "GLib.TimeSpan"], "int")}
PATHS = "str | os.PathLike[str]"
ACCEPTED = {"Gio.File": f"Gio.File | {PATHS}", "InputFile": f"InputFile | Gio.File | {PATHS}",
            "GLib.Bytes": "bytes | bytearray | memoryview | GLib.Bytes", "GLib.DateTime": "datetime.datetime | GLib.DateTime",
            "GLib.TimeZone": "str | datetime.tzinfo | GLib.TimeZone", "gdouble": "float | datetime.timedelta"}
# numbers that are seconds
DURATION = re.compile(r"timeout|interval|delay|max.age|grace")
LISTS = ("array", "GLib.List", "GLib.SList", "GLib.PtrArray", "GLib.Array")


class Types:
    """The types of one namespace."""

    def __init__(self, namespace):
        self.namespace = namespace

    def is_enum(self, name):
        found = self.namespace.classes.get(name)
        return found is not None and found.kind == "enumeration"

    def _name(self, type):
        if type.name in PLAIN:
            return PLAIN[type.name]
        # json-glib has no stubs of its own
        if type.name.startswith("Json.") or type.name == "GObject.Value":
            return "Any"
        if type.name in self.namespace.callbacks:
            return self.callable(self.namespace.callbacks[type.name])
        if type.name == "Gio.FileProgressCallback":
            return "Callable[[int, int], object]"
        if type.name == "Gio.AsyncReadyCallback":
            return "Callable[..., None]"
        if type.name in LISTS:
            return f"list[{self._name(type.elements[0]) if type.elements else 'Any'}]"
        if type.name == "GLib.HashTable":
            return "dict[Any, Any]"
        return type.name

    def _optional(self, name, nullable):
        return f"{name} | None" if nullable and name not in ("Any", "None") else name

    def callable(self, function):
        """What a function of Python that the library calls has to be."""
        given = [self.result(parameter.type) for parameter in function.for_python() if parameter.name not in ("user_data", "data")]
        returns = self.result(function.returns) if function.returns.name != "none" else "object"
        # the data that may follow is not counted
        return f"Callable[[{', '.join(given)}], {returns}]" if function.kind != "callback" else f"Callable[..., {returns}]"

    def result(self, type):
        """What the library hands out as it is."""
        if type.name == "Gio.ListModel" and type.elements:
            return self._optional(f"Gio.ListModel[{self._name(type.elements[0])}]", type.nullable)
        return self._optional(self._name(type), type.nullable)

    def converted(self, type):
        """What the override makes of a result."""
        if type.name == "GLib.DateTime":
            return self._optional("datetime.datetime", type.nullable)
        if type.name == "GLib.Bytes":
            return self._optional("bytes", type.nullable)
        if type.name == "Gio.File":
            # one that is not on this machine stays what it is; whoever knows better is not asked to say so
            return self._optional("pathlib.Path | Any", type.nullable)
        if type.name == "Gio.ListModel":
            return self._optional(f"list[{self._name(type.elements[0]) if type.elements else 'Any'}]", type.nullable)
        return self.result(type)

    def results(self, function, convert):
        """What a call returns."""
        found = [convert(type) for type in function.results()]
        return "None" if not found else found[0] if len(found) == 1 else f"tuple[{', '.join(found)}]"

    def argument(self, type):
        """What the library takes as it is."""
        name = self._name(type)
        if type.name in LISTS:
            name = f"Sequence[{self._name(type.elements[0]) if type.elements else 'Any'}]"
        return self._optional(name, type.nullable)

    def accepted(self, type, name=""):
        """What the override takes: enumerations by their nicks, files by their paths."""
        found = ACCEPTED.get(type.name) or self._name(type)
        if self.is_enum(type.name):
            found = f"{type.name} | _{type.name}Nick"
        elif found == "int" and DURATION.search(name):
            found = "int | datetime.timedelta"
        elif name == "text" and type.name == "utf8":
            found = "str | Text"
        elif type.name in LISTS and type.elements and self.is_enum(type.elements[0].name):
            found = f"Sequence[{self.accepted(type.elements[0])}]"
        elif type.name in LISTS:
            return self.argument(type)
        return self._optional(found, type.nullable)
