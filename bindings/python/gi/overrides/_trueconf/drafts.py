# SPDX-License-Identifier: LGPL-2.1-or-later
"""Buttons, keyboards and drafts as Python users write them, and keyboard=… where a message is sent or edited."""

import inspect

from gi.module import get_introspection_module
from gi.repository import GLib, GObject

from .classes import put, to_enum, to_input_file
from .errors import typed

Trueconf = get_introspection_module("Trueconf")

MISSING = object()

# what python-trueconf-bot calls a keyboard where one is sent
VENDOR_NAME = "buttons"

_raw_add_row = Trueconf.Keyboard.add_row
_plain_answer = None


def _enums(cls):
    return {pspec.name.replace("-", "_"): pspec.value_type.pytype for pspec in cls.list_properties()
            if pspec.value_type.is_a(GObject.TYPE_ENUM)}


def _construct(self, properties):
    """The constructor, where enumerations may be given by their nicks."""
    enums = _enums(type(self))
    GObject.Object.__init__(self, **{name: to_enum(enums[name], value) if name in enums else value
                                     for name, value in properties.items() if value is not None})


def _button_init(self, text=None, *, copy_data=None, **kwargs):
    # the name that python-trueconf-bot has for it
    if copy_data is not None:
        kwargs["data"] = copy_data
    _construct(self, {"text": text, **kwargs})


def _button_repr(self):
    return f"<Trueconf.Button {self.button_type.value_nick} {self.text!r}>"


def _keyboard_init(self, rows=(), *, buttons=()):
    GObject.Object.__init__(self)
    for row in rows or buttons:
        self.add_row(*(row if isinstance(row, (list, tuple)) else [row]))


def _add_row(self, *buttons):
    """Adds a row of buttons, given one by one or as a list."""
    if len(buttons) == 1 and isinstance(buttons[0], (list, tuple)):
        buttons = buttons[0]
    try:
        return _raw_add_row(self, list(buttons))
    except GLib.Error as error:
        raise typed(error) from None


def _rows(self):
    """The rows, as lists of buttons."""
    return (list(row) for row in self.rows)


def to_keyboard(value):
    """A keyboard for one, or for a list of rows."""
    return value if value is None or isinstance(value, Trueconf.Keyboard) else Trueconf.Keyboard(value)


def _keyboard_repr(self):
    return f"<Trueconf.Keyboard {list(self)!r}>"


def _draft_init(self, text=None, parse_mode=None, *, keyboard=None, file=None, preview=None, **kwargs):
    _construct(self, {"text": text, "parse_mode": parse_mode, "keyboard": to_keyboard(keyboard),
                      "file": to_input_file(file), "preview": to_input_file(preview), **kwargs})


def _with_extras(cls, name, target, names):
    """A method that sends text, and takes keyboard=… and quote=… as well: then it sends a draft."""
    plain = getattr(cls, name)

    def method(self, *args, keyboard=None, quote=None, cancellable=None, **kwargs):
        keyboard = kwargs.pop(VENDOR_NAME, keyboard)
        if keyboard is None and quote is None:
            return plain(self, *args, cancellable=cancellable, **kwargs)
        values = _named(name, names, args, kwargs)
        own = {key: values.pop(key) for key in ("chat_id",) if key in values}
        draft = Trueconf.Draft(keyboard=keyboard, quote=quote, **values)
        return getattr(self, target)(draft=draft, cancellable=cancellable, **own)

    return _replace(cls, name, plain, method, keyboard=None, quote=None)


def _with_keyboard(cls, name, names):
    """A method that edits, and keeps the buttons unless keyboard=… says otherwise; None takes them away."""
    plain = getattr(cls, name)

    def method(self, *args, keyboard=MISSING, cancellable=None, **kwargs):
        keyboard = kwargs.pop(VENDOR_NAME, keyboard)
        if keyboard is MISSING:
            return plain(self, *args, cancellable=cancellable, **kwargs)
        values = _named(name, names, args, kwargs)
        own = {key: values.pop(key) for key in ("message_id",) if key in values}
        draft = Trueconf.Draft(keyboard=keyboard or Trueconf.Keyboard(), **values)
        return self.edit_draft(draft=draft, cancellable=cancellable, **own)

    return _replace(cls, name, plain, method, keyboard=...)


def _named(method, names, args, kwargs):
    if len(args) > len(names):
        raise TypeError(f"{method}() takes {len(names)} arguments ({', '.join(names)}), {len(args)} were given")
    values = dict(zip(names, args))
    for name, value in kwargs.items():
        if name in values or name not in names:
            raise TypeError(f"{method}() got {name!r} twice" if name in values else f"{method}() takes no {name!r}")
        values[name] = value
    return values


def _replace(cls, name, plain, method, **extras):
    method.__doc__ = plain.__doc__
    *arguments, cancellable = inspect.signature(plain).parameters.values()
    method.__signature__ = inspect.Signature([
        *arguments, *(cancellable.replace(name=extra, default=default) for extra, default in extras.items()),
        cancellable])
    put(cls, name, method)


def _answer(self, text=None, answer=None, status="ok", visibility="default", level="info", *, cancellable=None):
    """Answers the press of a button: with a text, or that it is done."""
    if answer is None:
        answer = "message" if text is not None else "complete"
    return _plain_answer(self, text, answer, status, visibility, level, cancellable=cancellable)


def prepare():
    """Changes the classes."""
    global _plain_answer
    Trueconf.Button.__init__ = _button_init
    Trueconf.Button.__repr__ = _button_repr
    Trueconf.Keyboard.__init__ = _keyboard_init
    Trueconf.Keyboard.__repr__ = _keyboard_repr
    put(Trueconf.Keyboard, "add_row", _add_row)
    Trueconf.Keyboard.__iter__ = _rows
    Trueconf.Keyboard.__len__ = lambda self: len(self.rows)
    Trueconf.Draft.__init__ = _draft_init

    _with_extras(Trueconf.Bot, "send_message", "send_draft", ["chat_id", "text", "parse_mode", "reply_message_id"])
    _with_extras(Trueconf.Message, "answer", "answer_draft", ["text", "parse_mode"])
    _with_extras(Trueconf.Message, "reply", "reply_draft", ["text", "parse_mode"])
    _with_keyboard(Trueconf.Bot, "edit_message", ["message_id", "text", "parse_mode"])
    _with_keyboard(Trueconf.CallbackQuery, "edit_message", ["text", "parse_mode"])
    _plain_answer = Trueconf.CallbackQuery.answer
    put(Trueconf.CallbackQuery, "answer", _answer)
