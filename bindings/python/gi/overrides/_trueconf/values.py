# SPDX-License-Identifier: LGPL-2.1-or-later
"""Values of Python for the library, and those of the library for Python."""

import datetime
import json
import math
import os
import pathlib

from gi.module import get_introspection_module
from gi.repository import Gio, GLib, GObject, Json

from . import enumerations
from .awaiting import in_seconds
from .errors import typed

Trueconf = get_introspection_module("Trueconf")

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MICROSECOND = datetime.timedelta(microseconds=1)

INTEGERS = frozenset(["gint", "guint", "gint64", "guint64", "gint32", "guint32"])


# ---- for Python

# classes whose values are given to Python as they are, as far as they have been seen: asking for interfaces takes long
_as_they_are = {str, int, float, bool, type(None)}


class Data(bytes):
    """Bytes, on which what was written for GLib.Bytes works as well."""

    def get_data(self):
        return bytes(self)

    def get_size(self):
        return len(self)


class LocalPath(type(pathlib.Path())):
    """A path, on which what was written for Gio.File works as well."""

    def get_path(self):
        return str(self)

    def get_basename(self):
        return self.name

    def get_uri(self):
        return self.as_uri()


def to_python(value):
    """A result as a Python user expects it."""
    if type(value) in _as_they_are:
        return value
    if isinstance(value, Json.Node):
        # json-glib 1.6 writes U+001F as it is
        return json.loads(Json.to_string(value, False), strict=False)
    if isinstance(value, GLib.DateTime):
        return _date_time(value)
    if isinstance(value, GLib.Bytes):
        return Data(value.get_data() or b"")
    if isinstance(value, Gio.File):
        path = value.get_path()
        # one that is not on this machine has no path
        return value if path is None else LocalPath(path)
    if isinstance(value, Gio.ListModel):
        return list(value)
    if isinstance(value, GLib.Error):
        return typed(value)
    _as_they_are.add(type(value))
    return value


def _date_time(value):
    zone = datetime.timezone(datetime.timedelta(microseconds=value.get_utc_offset()))
    return datetime.datetime(value.get_year(), value.get_month(), value.get_day_of_month(), value.get_hour(),
                             value.get_minute(), value.get_second(), value.get_microsecond(), zone)


# ---- for the library

def refuse_nul(name, value):
    """Raises an exception for a text with U+0000, behind which C would cut it off in silence."""
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError(f"{name} has a NUL character at position {value.index(chr(0))}, which the library cannot "
                             "send: take it out")
    elif isinstance(value, dict):
        for key, member in value.items():
            refuse_nul(name, key)
            refuse_nul(name, member)
    elif isinstance(value, (list, tuple)):
        for item in value:
            refuse_nul(name, item)


def _refuse_numbers(value):
    """Raises an exception for a number that JSON or C does not have, and that would arrive as another one."""
    if isinstance(value, int) and not -2**63 <= value < 2**63:
        raise OverflowError(f"there is an integer of {value.bit_length()} bits, and 64 bits are what fits: give it as a text")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"there is {value}, which JSON does not know: give it as a text")
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        return
    for item in value:
        _refuse_numbers(item)


def markup(values):
    """Replaces a formatted text among the arguments by HTML."""
    if isinstance(values.get("text"), Trueconf.Text):
        values["text"], values["parse_mode"] = values["text"].to_html(), Trueconf.ParseMode.HTML


def to_node(value):
    """A JsonNode for a Python object."""
    if value is None or isinstance(value, Json.Node):
        return value
    _refuse_numbers(value)
    return Json.from_string(json.dumps(value))


def to_enum(enum, value):
    """A value of an enumeration, which can be given by its nick: "html"."""
    # for an unknown number, the library logs a critical warning and never calls the callback
    return enum(value) if isinstance(value, (str, int)) and type(value) is not enum else value


def to_enums(enum, values):
    """Values of an enumeration in a list."""
    return [to_enum(enum, value) for value in values] if isinstance(values, (list, tuple, set, frozenset)) else values


def to_whole_seconds(value):
    """Whole seconds, at least as many as a timedelta has: 0 often has a meaning of its own."""
    return math.ceil(value.total_seconds()) if isinstance(value, datetime.timedelta) else value


def to_date_time(value):
    """A GLib.DateTime for one of Python. One without a zone has that of the machine."""
    if not isinstance(value, datetime.datetime):
        return value
    if value.tzinfo is None:
        value = value.astimezone()
    seconds, microseconds = divmod((value - EPOCH) // MICROSECOND, 1000000)
    time = GLib.DateTime.new_from_unix_utc(seconds).add(microseconds)
    offset = value.utcoffset() // datetime.timedelta(seconds=1)
    return time.to_timezone(GLib.TimeZone.new_offset(offset))


def to_zone(value):
    """A GLib.TimeZone, which can be given by its name or as a zone of Python."""
    if value is None or isinstance(value, GLib.TimeZone):
        return value
    if isinstance(value, datetime.tzinfo):
        name = getattr(value, "key", None) or value.tzname(None)
        if name is None:
            raise ValueError(f"{value!r} has no name: give one such as \"Europe/Berlin\"")
        value = name[3:] or "UTC" if name.startswith("UTC") else name
    refuse_nul("zone", value)
    try:
        zone = GLib.TimeZone.new_identifier(value)
    except TypeError:
        # PyGObject raises this for a constructor that returns NULL
        zone = None
    if zone is None:
        raise ValueError(f"{value!r} is not a time zone: give one such as \"Europe/Berlin\" or \"+03:00\"")
    return zone


def to_bytes(value):
    """A GLib.Bytes, which can be given as the bytes of Python."""
    return GLib.Bytes.new(bytes(value)) if isinstance(value, (bytes, bytearray, memoryview)) else value


def to_file(value):
    """A Gio.File, which can be given by its path."""
    if isinstance(value, (str, os.PathLike)):
        path = os.fspath(value)
        refuse_nul("the path", path)
        return Gio.File.new_for_path(path)
    return value


def to_destination(value):
    """A Gio.File to download to. A path with a slash at its end is a folder, which is made: a Gio.File does not keep the
    slash, and each download would be a file of that name."""
    if isinstance(value, (str, os.PathLike)):
        path = os.fspath(value)
        if isinstance(path, str) and path.endswith(os.sep):
            os.makedirs(path, exist_ok=True)
    return to_file(value)


def to_input_file(value):
    """A file to send, which can be given by its path. A string is never taken for a URI, which has to be explicit."""
    if isinstance(value, (bytes, bytearray, memoryview, GLib.Bytes)):
        raise TypeError("bytes have no name: give Trueconf.InputFile(data, \"name.png\")")
    file = to_file(value)
    return Trueconf.InputFile.new_for_file(file) if isinstance(file, Gio.File) else value


# ---- what an argument or a property takes

_BY_INTERFACE = {"Gio.File": to_file, "GLib.Bytes": to_bytes, "GLib.DateTime": to_date_time, "GLib.TimeZone": to_zone,
                 "Json.Node": to_node, "Trueconf.InputFile": to_input_file}
_BY_TYPE = {"GFile": to_file, "GBytes": to_bytes, "GDateTime": to_date_time, "GTimeZone": to_zone, "JsonNode": to_node,
            "TrueconfInputFile": to_input_file, "gdouble": in_seconds, **dict.fromkeys(INTEGERS, to_whole_seconds)}


def ask(info, *names):
    """Calls a getter of an info, whose name depends on the version of PyGObject."""
    return next(getattr(info, name) for name in names if hasattr(info, name))()


def _for_list(item):
    """What makes a list of what a Python user gives, or None."""
    interface = item.get_interface()
    if interface is None:
        return _refuse_text if item.get_tag_as_string() == "utf8" else None
    if interface.get_namespace() != "Trueconf":
        return None
    cls = enumerations.named(interface.get_name())
    return _refuse_none if cls is None else lambda values: to_enums(cls, values)


def _refuse_text(values):
    """A text is a sequence as well, of texts of one letter."""
    if isinstance(values, str):
        raise TypeError(f"{values!r} is one text, where a list of texts is wanted: give [{values!r}]")
    return values


def _refuse_none(values):
    """PyGObject takes None for any object in a list, which the library would only log."""
    if isinstance(values, (list, tuple)) and None in values:
        raise TypeError("there is None in a list: leave it out")
    return values


def for_argument(info):
    """What makes an argument of a function of what a Python user gives, or None."""
    type_info = ask(info, "get_type_info", "get_type")
    interface = type_info.get_interface()
    if interface is None and type_info.get_tag_as_string() == "array":
        return _for_list(type_info.get_param_type(0))
    if interface is None:
        return _BY_TYPE.get(type_info.get_tag_as_string())
    namespace, name = interface.get_namespace(), interface.get_name()
    cls = enumerations.named(name) if namespace == "Trueconf" else None
    if cls is not None:
        return lambda value: to_enum(cls, value)
    return _BY_INTERFACE.get(f"{namespace}.{name}")


def for_property(pspec):
    """What makes the value of a property of what a Python user gives, or None."""
    cls = enumerations.of(pspec.value_type)
    return _BY_TYPE.get(pspec.value_type.name) if cls is None else lambda value: to_enum(cls, value)


def check_value(pspec, value):
    """Raises an exception for a value that is not valid for a property; GObject would only print a warning."""
    if isinstance(value, (int, float)) and hasattr(pspec, "minimum") and not isinstance(value, enumerations.Enumeration):
        # the library takes a larger port, and refuses it when the bot starts
        maximum = 65535 if pspec.name == "port" else pspec.maximum
        if not pspec.minimum <= value <= maximum:
            raise ValueError(f"{pspec.name.replace('-', '_')} cannot be {value}: "
                             f"it is from {pspec.minimum} to {maximum}")


def to_property(pspec, value):
    """The value of a property for what a Python user gives."""
    refuse_nul(pspec.name.replace("-", "_"), value)
    if value is None:
        return None
    convert = for_property(pspec)
    if convert is not None:
        value = convert(value)
    check_value(pspec, value)
    return value
