# SPDX-License-Identifier: LGPL-2.1-or-later
"""Buttons, keyboards and drafts as Python users write them, and the methods that make a draft of their arguments."""

import inspect
import os

from gi.module import get_introspection_module
from gi.repository import Gio, GLib, GObject

from . import enumerations
from .awaiting import spawn
from .classes import check_thread, put
from .errors import typed
from .values import markup, refuse_nul, to_enum, to_input_file

Trueconf = get_introspection_module("Trueconf")

MISSING = object()

# the name of the argument keyboard in python-trueconf-bot
VENDOR_NAME = "buttons"

# the kinds of files, and their arguments
FILES = {"photo": ["file", "preview", "caption", "parse_mode"],
         "document": ["file", "caption", "parse_mode"],
         "sticker": ["file"]}
REQUIRED = ("chat_id", "file")

# the methods that send a text of any length
LONG = {"send_message": "send_long_message", "send_draft": "send_long_draft", "answer": "answer_long",
        "reply": "reply_long", "answer_draft": "answer_long_draft", "reply_draft": "reply_long_draft"}
SPLIT_DOC = ("\n\nWith split=True, a text that is too long for one message is sent in several, and the result is the list of "
             "them. If one fails, the exception has those before it as `sent`.")

_raw_add_row = Trueconf.Keyboard.add_row
_raw_make_keyboard = Trueconf.KeyboardPager.make_keyboard
_raw_get_pressed_page = Trueconf.KeyboardPager.get_pressed_page
_plain_answer = None
_plain_answer_command = None


def _enums(cls):
    return {pspec.name.replace("-", "_"): enumerations.of(pspec.value_type) for pspec in cls.list_properties()
            if pspec.value_type.is_a(GObject.TYPE_ENUM)}


def _construct(self, properties):
    """Calls the constructor; enumerations can be given by their nicks."""
    enums = _enums(type(self))
    for name, value in properties.items():
        refuse_nul(name, value)
    GObject.Object.__init__(self, **{name: to_enum(enums[name], value) if name in enums else value
                                     for name, value in properties.items() if value is not None})


def _button_init(self, text=None, *, copy_data=None, **kwargs):
    # the name in python-trueconf-bot
    if copy_data is not None:
        kwargs["data"] = copy_data
    _construct(self, {"text": text, **kwargs})


def _button_repr(self):
    return f"<Trueconf.Button {self.button_type} {self.text!r}>"


def _keyboard_init(self, rows=(), *, buttons=()):
    GObject.Object.__init__(self)
    for row in rows or buttons:
        self.add_row(*(row if isinstance(row, (list, tuple)) else [row]))


def _add_row(self, *buttons):
    """Adds a row of buttons, given as arguments or as a list."""
    if len(buttons) == 1 and isinstance(buttons[0], (list, tuple)):
        buttons = buttons[0]
    try:
        return _raw_add_row(self, list(buttons))
    except GLib.Error as error:
        raise typed(error) from None


def _rows(self):
    """The rows, as lists of buttons."""
    return [list(row) for row in self.get_rows()]


def to_keyboard(value):
    """A keyboard, which can be given as a list of rows."""
    return value if value is None or isinstance(value, Trueconf.Keyboard) else Trueconf.Keyboard(value)


def _keyboard_repr(self):
    return f"<Trueconf.Keyboard {list(self)!r}>"


def _to_items(id, items):
    """A list model, which can be given as an iterable of texts, (text, data) and buttons."""
    if items is None or isinstance(items, Gio.ListModel):
        return items
    store = Gio.ListStore.new(Trueconf.Button)
    for position, item in enumerate(items):
        if not isinstance(item, Trueconf.Button):
            item = _pager_button(id, position, *(item if isinstance(item, (tuple, list)) else [item]))
        store.append(item)
    return store


def _new_text(cls, text, parse_mode="text"):
    return cls(text=text, parse_mode=parse_mode)


def _of_file(cls, kind, file, caption, parse_mode):
    if file is None:
        raise TypeError("file is missing: give a path or a Trueconf.InputFile")
    return cls(kind=kind, file=file, text=caption, parse_mode=parse_mode)


def _new_photo(cls, file, caption=None, parse_mode="text"):
    return _of_file(cls, "photo", file, caption, parse_mode)


def _new_document(cls, file, caption=None, parse_mode="text"):
    return _of_file(cls, "document", file, caption, parse_mode)


def _pager_init(self, id="list", items=None, **kwargs):
    refuse_nul("id", id)
    GObject.Object.__init__(self, id=id, items=_to_items(id, items), **kwargs)


def _set_items(self, items):
    self.set_items(_to_items(self.id, items))


def _pager_button(id, position, text, data=None):
    made = Trueconf.KeyboardPager.new_from_strv(id, [str(text)], [str(position if data is None else data)])
    return made.get_items().get_item(0)


def _make_keyboard(self, page=0):
    """The keyboard of a page, from 0."""
    try:
        return _raw_make_keyboard(self, page)
    except GLib.Error as error:
        raise typed(error) from None


def _get_pressed_page(self, query):
    """The page that a press asks for, from 0, or None if it does not ask for one of this pager."""
    page = _raw_get_pressed_page(self, query)
    return page if page >= 0 else None


def _new_input_file(cls, content, name=None, mime_type=None):
    """A file to send: a path, a Gio.File, or bytes with a name. For a URI there is InputFile.new_for_uri()."""
    if isinstance(content, (bytes, bytearray, memoryview, GLib.Bytes)):
        if name is None:
            raise TypeError("bytes have no name: give Trueconf.InputFile(data, \"name.png\")")
        file = cls.new_for_bytes(content, name)
    elif isinstance(content, (str, os.PathLike, Gio.File)):
        file = cls.new_for_file(content)
        if name is not None:
            file.set_file_name(name)
    else:
        raise TypeError(f"{content!r} is not a file to send: give a path, a Gio.File, or bytes and a name")
    if mime_type is not None:
        file.set_mime_type(mime_type)
    return file


def _draft_init(self, text=None, parse_mode=None, *, keyboard=None, file=None, preview=None, **kwargs):
    values = {"text": text, "parse_mode": parse_mode, "keyboard": to_keyboard(keyboard),
              "file": to_input_file(file), "preview": to_input_file(preview), **kwargs}
    markup(values)
    _construct(self, values)


def _with_extras(cls, name, target, names):
    """A method that sends a text, or with keyboard=… or quote=… a draft."""
    plain = getattr(cls, name)

    def method(self, *args, keyboard=None, quote=None, split=False, cancellable=None, timeout=None, **kwargs):
        keyboard = kwargs.pop(VENDOR_NAME, keyboard)
        _refuse_unknown(method, names, kwargs)
        if keyboard is None and quote is None:
            send = getattr(cls, LONG[name]) if split else plain
            return send(self, *args, cancellable=cancellable, timeout=timeout, **kwargs)
        values = _named(method, names, args, kwargs)
        own = {key: values.pop(key) for key in ("chat_id",) if key in values}
        draft = Trueconf.Draft(keyboard=keyboard, quote=quote, **values)
        return getattr(self, target)(draft=draft, split=split, cancellable=cancellable, timeout=timeout, **own)

    _replace(cls, name, plain, method, keyboard=None, quote=None, split=False)
    method.__doc__ += SPLIT_DOC


def _with_split(cls, name):
    """A method that sends a draft, with split=True in several messages."""
    plain, long = getattr(cls, name), getattr(cls, LONG[name])

    def method(self, *args, split=False, cancellable=None, timeout=None, **kwargs):
        return (long if split else plain)(self, *args, cancellable=cancellable, timeout=timeout, **kwargs)

    _replace(cls, name, plain, method, split=False)
    method.__doc__ += SPLIT_DOC


def _with_keyboard(cls, name, names):
    """A method that edits a message. It keeps the buttons; keyboard=… replaces them, None removes them."""
    plain = getattr(cls, name)

    def method(self, *args, keyboard=MISSING, cancellable=None, timeout=None, **kwargs):
        keyboard = kwargs.pop(VENDOR_NAME, keyboard)
        _refuse_unknown(method, names, kwargs)
        if keyboard is MISSING:
            return plain(self, *args, cancellable=cancellable, timeout=timeout, **kwargs)
        values = _named(method, names, args, kwargs)
        own = {key: values.pop(key) for key in ("message_id",) if key in values}
        if values.get("text") is None:
            if "parse_mode" in values:
                raise TypeError(f"{name}() needs a text for parse_mode")
            check_thread(self, name)
            return spawn(_edit_keyboard(self, own, keyboard, cancellable, timeout))
        draft = Trueconf.Draft(keyboard=keyboard or Trueconf.Keyboard(), **values)
        return self.edit_draft(draft=draft, cancellable=cancellable, timeout=timeout, **own)

    _replace(cls, name, plain, method, keyboard=...)
    method.__doc__ += "\n\nWithout keyboard= the buttons stay, keyboard=None takes them away. With keyboard= and without a text the text stays."


async def _edit_keyboard(self, own, keyboard, cancellable, timeout):
    """Replaces the buttons of a message, whose text stays."""
    bot = self if isinstance(self, Trueconf.Bot) else self.bot
    message = await bot.get_message_by_id(own.get("message_id") or self.message_id, cancellable=cancellable, timeout=timeout)
    draft = Trueconf.Draft(message.text, message.parse_mode if message.text else None, keyboard=keyboard or Trueconf.Keyboard())
    return await self.edit_draft(draft=draft, cancellable=cancellable, timeout=timeout, **own)


def _refuse_unknown(method, names, kwargs):
    for name in kwargs:
        if name not in names:
            # as help () shows it, less the object
            _, *arguments = inspect.signature(method).parameters.values()
            raise TypeError(f"{method.__name__}() takes no {name!r}: it takes {inspect.Signature(arguments)}")


def _named(method, names, args, kwargs):
    if len(args) > len(names):
        raise TypeError(f"{method.__name__}() takes {len(names)} arguments ({', '.join(names)}), {len(args)} were given")
    values = dict(zip(names, args))
    for name, value in kwargs.items():
        if name in values:
            raise TypeError(f"{method.__name__}() got {name!r} twice")
        values[name] = value
    return values


def _replace(cls, name, plain, method, **extras):
    method.__doc__ = plain.__doc__
    *arguments, cancellable, timeout = inspect.signature(plain).parameters.values()
    method.__signature__ = inspect.Signature([
        *arguments, *(cancellable.replace(name=extra, default=default) for extra, default in extras.items()),
        cancellable, timeout])
    put(cls, name, method)


def _add_file_method(cls, verb, kind, target, before=(), after=()):
    """A method that sends a draft with a file."""
    name, names = f"{verb}_{kind}", [*before, *FILES[kind], *after, "progress"]

    splits = "caption" in names

    def method(self, *args, cancellable=None, timeout=None, **kwargs):
        split = kwargs.pop("split", False) if splits else False
        _refuse_unknown(method, names, kwargs)
        values = _named(method, names, args, kwargs)
        for argument, value in values.items():
            refuse_nul(argument, value)
        for required in REQUIRED:
            if required in names and values.get(required) is None:
                raise TypeError(f"{name}() needs {required!r}: it takes ({', '.join(names)})")
        own = {key: values.pop(key) for key in ("chat_id", "progress") if key in values}
        draft = Trueconf.Draft(values.pop("caption", None), kind=kind, **values)
        return getattr(self, target)(draft=draft, split=split, cancellable=cancellable, timeout=timeout, **own)

    def parameter(name):
        default = {"parse_mode": "text", **dict.fromkeys(REQUIRED, inspect.Parameter.empty)}.get(name)
        return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default)

    method.__doc__ = f"Sends a {kind}. Starts at once; `await` it for the result.{SPLIT_DOC if splits else ''}"
    method.__signature__ = inspect.Signature([
        inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD), *map(parameter, names),
        *(inspect.Parameter(extra, inspect.Parameter.KEYWORD_ONLY, default=default)
          for extra, default in [*([("split", False)] if splits else []), ("cancellable", None), ("timeout", None)])])
    put(cls, name, method)


def _to_answer(text, answer, status, visibility, level):
    if isinstance(text, Trueconf.Draft):
        return text
    return Trueconf.Draft(text, command_answer=answer, command_status=status, command_visibility=visibility,
                          command_level=level)


def _answer(self, text=None, answer=None, status="ok", visibility="default", level="info", *, cancellable=None, timeout=None):
    """Answers a pressed button, with a text or that the command is complete."""
    return _plain_answer(self, _to_answer(text, answer, status, visibility, level), cancellable=cancellable,
                         timeout=timeout)


def _answer_command(self, command_id, text=None, answer=None, status="ok", visibility="default", level="info", *,
                    cancellable=None, timeout=None):
    """Answers a pressed button, with a text or that the command is complete."""
    return _plain_answer_command(self, command_id, _to_answer(text, answer, status, visibility, level),
                                 cancellable=cancellable, timeout=timeout)


def prepare():
    """Changes the classes."""
    global _plain_answer, _plain_answer_command
    Trueconf.Button.__init__ = _button_init
    Trueconf.Button.__repr__ = _button_repr
    Trueconf.Keyboard.__init__ = _keyboard_init
    Trueconf.Keyboard.__repr__ = _keyboard_repr
    put(Trueconf.Keyboard, "add_row", _add_row)
    Trueconf.Keyboard.rows = property(_rows)
    Trueconf.Keyboard.__iter__ = lambda self: iter(self.rows)
    Trueconf.Keyboard.__getitem__ = lambda self, index: self.rows[index]
    Trueconf.Keyboard.__len__ = lambda self: self.get_rows().get_n_items()
    Trueconf.KeyboardPager.__init__ = _pager_init
    Trueconf.KeyboardPager.items = Trueconf.KeyboardPager.items.setter(_set_items)
    put(Trueconf.KeyboardPager, "make_keyboard", _make_keyboard)
    put(Trueconf.KeyboardPager, "get_pressed_page", _get_pressed_page)
    Trueconf.InputFile.__new__ = _new_input_file
    # what __new__() makes is made already
    Trueconf.InputFile.__init__ = lambda self, content, name=None, mime_type=None: None
    Trueconf.Draft.__init__ = _draft_init
    for name, function in (("new_text", _new_text), ("new_photo", _new_photo), ("new_document", _new_document)):
        put(Trueconf.Draft, name, function)
        setattr(Trueconf.Draft, name, classmethod(function))
    # the name in python-trueconf-bot
    Trueconf.Message.contact = property(lambda self: self.get_contact())

    for cls, name in ((Trueconf.Bot, "send_draft"), (Trueconf.Message, "answer_draft"), (Trueconf.Message, "reply_draft")):
        _with_split(cls, name)
    _with_extras(Trueconf.Bot, "send_message", "send_draft", ["chat_id", "text", "parse_mode", "reply_message_id"])
    _with_extras(Trueconf.Message, "answer", "answer_draft", ["text", "parse_mode"])
    _with_extras(Trueconf.Message, "reply", "reply_draft", ["text", "parse_mode"])
    _with_keyboard(Trueconf.Bot, "edit_message", ["message_id", "text", "parse_mode"])
    _with_keyboard(Trueconf.CallbackQuery, "edit_message", ["text", "parse_mode"])
    _plain_answer = Trueconf.CallbackQuery.answer
    put(Trueconf.CallbackQuery, "answer", _answer)
    _plain_answer_command = Trueconf.Bot.answer_command
    put(Trueconf.Bot, "answer_command", _answer_command)
    for kind in FILES:
        _add_file_method(Trueconf.Bot, "send", kind, "send_draft", before=["chat_id"], after=["reply_message_id"])
        _add_file_method(Trueconf.Message, "answer", kind, "answer_draft")
        _add_file_method(Trueconf.Message, "reply", kind, "reply_draft")
