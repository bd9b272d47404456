# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads the description of the protocol, and reports mistakes with file and line."""

import re
import tomllib
from pathlib import Path

SCALARS = {"string", "int64", "uint64", "uint", "int", "size", "timestamp", "double", "boolean", "strv", "datetime"}
ARGUMENTS = {"string", "user", "title", "boolean", "uint", "size", "keyboard", "caption"}
ONLY_BY_HAND = {"size", "keyboard", "caption"}
# hand-written classes that fields can have
HAND_WRITTEN = {"Keyboard", "Content"}

# for properties of the bot: when they can be set, and further types
ACCESS = {"set", "once", "secret", "read"}
OF_PROPERTIES = {"Dispatcher", "ServiceNotifier", "Statistics", "GTlsDatabase", "GProxyResolver", "GError"}

KEYS = {
    "enum": {"doc", "more", "server", "since", "values", "of-events"},
    "object": {"doc", "more", "server", "since", "fields", "fields-of", "complete", "extra", "by-hand", "self"},
    "event": {"doc", "more", "server", "since", "fields", "fields-of", "complete", "extra", "wire", "id", "self", "by-hand", "base"},
    "content": {"doc", "more", "server", "since", "fields", "fields-of", "complete", "extra", "message-types", "self"},
    "method": {"doc", "more", "server", "since", "wire", "repeat", "passing", "by-hand", "returns", "arguments"},
    "property": {"doc", "more", "since", "type", "access", "default", "minimum", "maximum", "value", "by-hand", "then"},
    "counter": {"doc", "more", "since", "metric"},
    "fields": None,
}
KEYS_OF_VALUE = {"doc", "server", "word", "number", "sent-as"}
KEYS_OF_FIELD = {"wire", "type", "doc", "more", "server", "since", "member", "default", "derived", "from", "outermost",
                 "nullable"}
KEYS_OF_ARGUMENT = {"wire", "type", "doc", "server", "nullable", "positive", "not-self", "value"}
KEYS_OF_RESULT = {"wire", "type", "doc", "arrange"}


def listed(wire):
    """The names on the wire, of which there can be one or a list."""
    return [wire] if isinstance(wire, str) else wire


class Mistake(Exception):
    """A mistake in the description."""


def snake(name):
    """ChatType and chat-type: chat_type."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower().replace("-", "_")


def dashed(name):
    return snake(name).replace("_", "-")


class Entry:
    """One table of the description: an enumeration, a class or a method."""

    def __init__(self, description, path, kind, name, table):
        self.description = description
        self.path = path
        self.kind = kind
        self.name = name
        self.table = table

    def get(self, key, default=None):
        return self.table.get(key, default)

    def mistake(self, words, *keys):
        return self.description.mistake(self.path, words, self.kind, self.name, *keys)

    @property
    def snake(self):
        return snake(self.name)

    @property
    def ctype(self):
        return "Trueconf" + self.name

    @property
    def fields(self):
        group = self.get("fields-of")
        return self.description.groups[group] if group else self.get("fields", {})

    @property
    def since(self):
        return self.get("since", "0.1")

    def paragraphs(self):
        return with_server(self.table) + list(self.get("more", []))


def with_server(table):
    """The first paragraph of a text, with the required server at the end of the first sentence."""
    text = table.get("doc", "")
    if "server" in table:
        note = f" (TrueConf Server {table['server']})"
        end = re.search(r"\.(?= |$)", text)
        text = text[:end.start()] + note + text[end.start():] if end else text + note
    return [text]


class Description:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.enums, self.classes, self.methods, self.groups, self.properties, self.counters = {}, {}, {}, {}, {}, {}
        self.paths = sorted(self.folder.glob("*.toml"))
        if not self.paths:
            raise Mistake(f"{self.folder}: there is no description here")
        for path in self.paths:
            self._read(path)
        self._check()

    # ---- reading

    def _read(self, path):
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"^(.*) \(at line (\d+), column \d+\)$", str(error))
            raise Mistake(f"{path}:{place[2]}: {place[1]}" if place else f"{path}: {error}") from None
        methods_file = tables.pop("methods-file", path.stem)
        for kind, entries in tables.items():
            if kind not in KEYS:
                raise self.mistake(path, f"“{kind}” is none of {', '.join(sorted(KEYS))}", kind)
            for name, table in entries.items() if isinstance(entries, dict) else [("", None)]:
                if not isinstance(table, dict):
                    raise self.mistake(path, f"“{kind}.{name}” is a table", kind)
                self._add(path, kind, name, table, methods_file)

    def _add(self, path, kind, name, table, methods_file):
        if kind == "fields":
            self.groups[name] = table
            return
        entry = Entry(self, path, kind, name, table)
        for key in table:
            if key not in KEYS[kind]:
                raise entry.mistake(f"there is no “{key}” in {kind}", key)
        where = {"enum": self.enums, "method": self.methods, "property": self.properties,
                 "counter": self.counters}.get(kind, self.classes)
        if name in where:
            raise entry.mistake(f"“{name}” is described twice, see {where[name].path.name}")
        self._check_texts(entry, table)
        entry.methods_file = methods_file
        where[name] = entry

    def mistake(self, path, words, *keys):
        return Mistake(f"{path}:{self._line(path, keys)}: {words}")

    @staticmethod
    def _line(path, keys):
        """The line of a key: below the header of its table, or in the header itself."""
        lines = path.read_text(encoding="utf-8").splitlines()
        best = 1
        for depth in range(len(keys), 0, -1):
            header = re.compile(r"\[" + r"\.".join(re.escape(key) for key in keys[:depth]) + r"[\].]")
            start = next((i for i, line in enumerate(lines) if header.match(line)), None)
            if start is None:
                continue
            best = start + 1
            if depth < len(keys):
                key = re.compile(re.escape(keys[depth]) + r"\s*=")
                for i in range(start + 1, len(lines)):
                    if lines[i].startswith("["):
                        break
                    if key.match(lines[i]):
                        return i + 1
            break
        return best

    # ---- checking

    def _check(self):
        ids, wires, contents, methods = {}, {}, {}, {}
        for entry in self.enums.values():
            self._check_enum(entry)
        for entry in self.classes.values():
            self._check_class(entry)
            if entry.kind == "event":
                number = entry.get("id")
                if not isinstance(number, int) or number < 1:
                    raise entry.mistake("an event needs an “id”, a number from 1 on that no other event has or had", "id")
                if number in ids:
                    raise entry.mistake(f"the id {number} is the one of {ids[number]}", "id")
                ids[number] = entry.name
                if "wire" not in entry.table:
                    raise entry.mistake("an event has a name on the wire, or several")
                for wire in listed(entry.get("wire")):
                    if wire in wires:
                        raise entry.mistake(f"“{wire}” is {wires[wire]} already", "wire")
                    wires[wire] = entry.name
            for kind in entry.get("message-types", []):
                if contents.setdefault(kind, entry.name) != entry.name:
                    raise entry.mistake(f"messages of the type “{kind}” hold {contents[kind]} already", "message-types")
        for entry in self.methods.values():
            self._check_method(entry)
            wire = entry.get("wire")
            if methods.setdefault(wire, entry.name) != entry.name:
                raise entry.mistake(f"“{wire}” is {methods[wire]} already", "wire")
        for entry in self.properties.values():
            self._check_property(entry)
        metrics = {}
        for entry in self.counters.values():
            self._need_doc(entry, entry.table)
            metric = entry.get("metric", entry.name)
            if metrics.setdefault(metric, entry.name) != entry.name:
                raise entry.mistake(f"“{metric}” is {metrics[metric]} already", "metric")

    @staticmethod
    def _check_keys(entry, table, allowed, *keys):
        if not isinstance(table, dict):
            raise entry.mistake(f"“{keys[-1]}” is a table, in braces", *keys)
        for key in table:
            if key not in allowed:
                raise entry.mistake(f"there is no “{key}” here, but {', '.join(sorted(allowed))}", *keys)
        Description._check_texts(entry, table, *keys)

    @staticmethod
    def _check_texts(entry, table, *keys):
        for key in ("doc", "server", "since"):
            if not isinstance(table.get(key, ""), str):
                raise entry.mistake(f"“{key}” is a text, in quotation marks", *(keys or (key,)))
        for key in ("server", "since"):
            if key in table and not re.fullmatch(r"\d+(\.\d+)+", table[key]):
                raise entry.mistake(f"“{key}” is a version, like 5.5.6", *(keys or (key,)))

    def _check_enum(self, entry):
        self._need_doc(entry, entry.table)
        seen = {}
        for name, value in entry.get("values", {}).items():
            self._check_keys(entry, value, KEYS_OF_VALUE, "values", name)
            self._need_doc(entry, value, "values", name)
            for key in ("word", "number"):
                if key in value and name != "unknown":
                    if (key, value[key]) in seen:
                        raise entry.mistake(f"{value[key]} stands for two values", "values", name)
                    seen[key, value[key]] = name
        if not entry.get("values") and not entry.get("of-events"):
            raise entry.mistake("an enumeration has values")

    def _check_class(self, entry):
        if not entry.get("by-hand"):
            self._need_doc(entry, entry.table)
        group = entry.get("fields-of")
        if group is not None and group not in self.groups:
            raise entry.mistake(f"there are no fields “{group}”", "fields-of")
        wires = {}
        for name, field in entry.fields.items():
            keys = ("fields", name)
            self._check_keys(entry, field, KEYS_OF_FIELD, *keys)
            for wire in listed(field.get("wire", [])):
                if wire in wires:
                    raise entry.mistake(f"“{wire}” is “{wires[wire]}” already", *keys)
                wires[wire] = name
            if not entry.get("by-hand"):
                self._need_doc(entry, field, *keys)
            kind = field.get("type")
            if kind is None:
                raise entry.mistake("a field has a type", *keys)
            item = kind[1:-1] if kind.startswith("[") else kind
            if item not in SCALARS and item not in self.enums and item not in self.classes and item not in HAND_WRITTEN:
                raise entry.mistake(f"“{item}” is no type, enumeration or object", *keys)
            if item != kind and item not in self.classes:
                raise entry.mistake(f"a list is one of objects; of texts it is “strv”, and “{item}” cannot be in one", *keys)
            if "default" in field and kind in self.enums and field["default"] not in self.values_of(kind):
                raise entry.mistake(f"{kind} has no value “{field['default']}”", *keys)
            self._check_origin(entry, field, keys)
        for word in entry.get("message-types", []):
            if word not in self.enums["MessageType"].get("values"):
                raise entry.mistake(f"MessageType has no value “{word}”", "message-types")

    def _check_origin(self, entry, field, keys):
        origin = field.get("from")
        if origin is None:
            return
        first, _, rest = origin.partition(".")
        if first not in entry.fields:
            raise entry.mistake(f"there is no field “{first}”", *keys)
        inner = entry.fields[first]["type"]
        if rest and (inner not in self.classes or rest not in self.classes[inner].fields):
            raise entry.mistake(f"“{inner}” has no field “{rest}”", *keys)

    def _check_method(self, entry):
        if "wire" not in entry.table:
            raise entry.mistake("a method has a name on the wire")
        result = entry.get("returns", {})
        self._check_keys(entry, result, KEYS_OF_RESULT, "returns")
        if not entry.get("by-hand"):
            self._need_doc(entry, entry.table)
            self._need_doc(entry, result, "returns")
        kind = result.get("type", "boolean")
        item = kind[1:-1] if kind.startswith("[") else kind
        if item not in ("string", "boolean", "int") and item not in self.classes:
            raise entry.mistake(f"“{item}” cannot be a result", "returns")
        for name, argument in entry.get("arguments", {}).items():
            keys = ("arguments", name)
            self._check_keys(entry, argument, KEYS_OF_ARGUMENT, *keys)
            if "wire" not in argument:
                raise entry.mistake("an argument has a name on the wire", *keys)
            if "value" in argument:
                continue
            if argument.get("type") not in ARGUMENTS and argument.get("type") not in self.enums:
                raise entry.mistake(f"“{argument.get('type')}” cannot be an argument", *keys)
            self._check_marks(entry, argument, keys)
            if not entry.get("by-hand"):
                self._need_doc(entry, argument, *keys)
                if argument["type"] in ONLY_BY_HAND:
                    raise entry.mistake(f"“{argument['type']}” can be an argument only of a method that is written by hand", *keys)

    def _check_marks(self, entry, argument, keys):
        kind = argument["type"]
        for mark, kinds in (("positive", {"uint"}), ("not-self", {"user"}),
                            ("nullable", {"string", *self.enums} if entry.get("by-hand") else {"string"})):
            if argument.get(mark) and kind not in kinds:
                raise entry.mistake(f"an argument of the type “{kind}” cannot be “{mark}”", *keys)

    def _check_property(self, entry):
        self._need_doc(entry, entry.table)
        if entry.get("access") not in ACCESS:
            raise entry.mistake(f"“access” is one of {', '.join(sorted(ACCESS))}", "access")
        kind = entry.get("type")
        if kind not in SCALARS and kind not in self.enums and kind not in self.classes and kind not in OF_PROPERTIES:
            raise entry.mistake(f"“{kind}” cannot be a property", "type")
        if kind in ("uint", "int", "uint64", "double") and "maximum" not in entry.table:
            raise entry.mistake("a number has a maximum")

    @staticmethod
    def _need_doc(entry, table, *keys):
        if not table.get("doc"):
            raise entry.mistake("a line of documentation (“doc”) is missing", *keys)

    # ---- for the generators

    def values_of(self, name):
        """The values of an enumeration in their order: UNKNOWN is 0."""
        entry = self.enums[name]
        values = dict(entry.get("values", {}))
        unknown = values.pop("unknown", {"doc": "something that this version of the library does not know"})
        result = {"unknown": unknown}
        if entry.get("of-events"):
            for event in self.events():
                doc = f"[class@{event.name}]"
                result[dashed(event.name)] = {"doc": f"{doc}, an event that the library does not know"
                                              if event.name == "Update" else doc, "id": event.get("id")}
        result.update(values)
        return result

    def events(self):
        return sorted((entry for entry in self.classes.values() if entry.kind == "event"),
                      key=lambda entry: entry.get("id"))

    def made_classes(self):
        return [entry for entry in self.classes.values() if not entry.get("by-hand")]

    def public_methods(self):
        return [entry for entry in self.methods.values() if not entry.get("by-hand")]

    def method_files(self):
        """The public methods by their source file."""
        files = {}
        for entry in self.public_methods():
            files.setdefault(entry.methods_file, []).append(entry)
        return files
