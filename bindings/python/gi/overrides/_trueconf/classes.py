# SPDX-License-Identifier: LGPL-2.1-or-later
"""Adds properties as attributes and awaitable methods to each class of the namespace."""

import datetime
import functools
import inspect
import json
import os

from gi._gi import FunctionInfo
from gi.module import get_introspection_module
from gi.repository import Gio, GLib, GObject, Json

from .awaiting import Operation
from .errors import typed

Trueconf = get_introspection_module("Trueconf")

ASYNC, FINISH = "_async", "_finish"
SCOPE_ASYNC = 2
# in the names of methods that send a text in several messages
LONG = "long"
MISSING = object()

# defaults of arguments: the first value after UNKNOWN for these enumerations, and those of python-trueconf-bot
FIRST_VALUES = ("ParseMode", "SurveyType")
DEFAULTS = {"count": 10, "page": 1, "page_size": 10, "page_number": 1}


# ---- values

def to_python(value):
    """A result as a Python user expects it."""
    if isinstance(value, Json.Node):
        # json-glib 1.6 writes U+001F as it is
        return json.loads(Json.to_string(value, False), strict=False)
    if isinstance(value, GLib.DateTime):
        return _date_time(value)
    if isinstance(value, Gio.ListModel):
        return list(value)
    return typed(value)


def _date_time(value):
    zone = datetime.timezone(datetime.timedelta(microseconds=value.get_utc_offset()))
    return datetime.datetime(value.get_year(), value.get_month(), value.get_day_of_month(), value.get_hour(),
                             value.get_minute(), value.get_second(), value.get_microsecond(), zone)


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


def markup(values):
    """Replaces a formatted text among the arguments by HTML."""
    if isinstance(values.get("text"), Trueconf.Text):
        values["text"], values["parse_mode"] = values["text"].to_html(), Trueconf.ParseMode.HTML


def to_node(value):
    """A JsonNode for a Python object."""
    if value is None or isinstance(value, Json.Node):
        return value
    return Json.from_string(json.dumps(value))


def members(enum):
    """The values of an enumeration, which is a Python one from PyGObject 3.52 on."""
    values = getattr(enum, "__enum_values__", None)
    return list(enum if values is None else values.values())


def to_enum(enum, value):
    """A value of an enumeration, which can be given by its nick: "html"."""
    if isinstance(value, str):
        wanted = value.lower().replace("_", "-")
        found = next((member for member in members(enum) if member.value_nick == wanted), None)
        if found is not None:
            return found
    # for an unknown number, the library logs a critical warning and never calls the callback
    elif not isinstance(value, int) or value in members(enum):
        return value
    # UNKNOWN stands for values that the library does not know, so it is not listed
    nicks = ", ".join(member.value_nick for member in members(enum) if member.value_nick != "unknown")
    article = "an" if enum.__name__[0] in "AEIO" else "a"
    raise ValueError(f"{value!r} is not {article} {enum.__name__}: it is one of {nicks}")


def check_value(pspec, value):
    """Raises an exception for a value that is not valid for a property; GObject would only print a warning."""
    if pspec.value_type.is_a(GObject.TYPE_ENUM):
        to_enum(pspec.value_type.pytype, value)
    elif isinstance(value, (int, float)) and hasattr(pspec, "minimum"):
        # the library takes a larger port, and refuses it when the bot starts
        maximum = 65535 if pspec.name == "port" else pspec.maximum
        if not pspec.minimum <= value <= maximum:
            raise ValueError(f"{pspec.name.replace('-', '_')} cannot be {value}: "
                             f"it is from {pspec.minimum} to {maximum}")


def to_file(value):
    """A Gio.File, which can be given by its path."""
    return Gio.File.new_for_path(os.fspath(value)) if isinstance(value, (str, os.PathLike)) else value


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
    if isinstance(value, (bytes, bytearray)):
        raise TypeError("bytes have no name: give Trueconf.InputFile.new_for_bytes(GLib.Bytes.new(…), \"name.png\")")
    file = to_file(value)
    return Trueconf.InputFile.new_for_file(file) if isinstance(file, Gio.File) else value


# ---- asynchronous methods

def _ask(info, *names):
    """Calls a getter of an info, whose name depends on the version of PyGObject."""
    return next(getattr(info, name) for name in names if hasattr(info, name))()


def _closure(argument):
    return _ask(argument, "get_closure", "get_closure_index")


def _destroy(argument):
    return _ask(argument, "get_destroy", "get_destroy_index")


class Argument:
    """One argument of an asynchronous method, as Python sees it."""

    def __init__(self, info):
        type_info = _ask(info, "get_type_info", "get_type")
        interface = type_info.get_interface()
        self.name = info.get_name()
        self.convert = None
        self.default = None if info.may_be_null() else DEFAULTS.get(self.name, MISSING)
        if interface is not None and interface.get_namespace() == "Json" and interface.get_name() == "Node":
            self.convert = to_node
        elif interface is not None and interface.get_namespace() == "Gio" and interface.get_name() == "File":
            self.convert = to_destination if self.name == "destination" else to_file
        elif interface is not None and interface.get_namespace() == "Trueconf":
            cls = getattr(Trueconf, interface.get_name(), None)
            if cls is Trueconf.InputFile:
                self.convert = to_input_file
            if isinstance(cls, type) and issubclass(cls, GObject.GEnum):
                self.convert = functools.partial(to_enum, cls)
                if interface.get_name() in FIRST_VALUES:
                    self.default = cls(1)
        elif type_info.get_tag_as_string() == "gboolean":
            self.default = False

    def parameter(self):
        """The default as shown by help(): an enumeration by its nick, which is also accepted."""
        default = inspect.Parameter.empty if self.default is MISSING else self.default
        return inspect.Parameter(self.name, inspect.Parameter.POSITIONAL_OR_KEYWORD,
                                 default=getattr(default, "value_nick", default))


class Shape:
    """The arguments of an asynchronous method: those that users give, and where the others go."""

    def __init__(self, info):
        infos = info.get_arguments()
        # the last one, since a destroy function of another callback has this scope, too
        callback = max(index for index, arg in enumerate(infos) if arg.get_scope() == SCOPE_ASYNC)
        hidden = set()
        for arg in infos[:callback]:
            if arg.get_scope():
                hidden.update((_closure(arg), _destroy(arg)))
        destroys = {_destroy(arg) for arg in infos[:callback]}
        self.arguments = []
        self.order = []
        for index, arg in enumerate(infos[:callback]):
            if index in destroys:
                continue
            if index in hidden and not arg.get_scope():
                self.order.append(None)
            elif arg.get_name() == "cancellable":
                self.order.append("cancellable")
            else:
                self.order.append(arg.get_name())
                self.arguments.append(Argument(arg))

    def bind(self, method, args, kwargs):
        """The values of the arguments by name."""
        if len(args) > len(self.arguments):
            raise TypeError(f"{method}() takes {len(self.arguments)} arguments ({self}), {len(args)} were given")
        values = {argument.name: value for argument, value in zip(self.arguments, args)}
        for name, value in kwargs.items():
            if name in values:
                raise TypeError(f"{method}() got {name!r} twice")
            values[name] = value
        if any(argument.name == "parse_mode" for argument in self.arguments):
            markup(values)
        for argument in self.arguments:
            value = values.get(argument.name, argument.default)
            if value is MISSING:
                raise TypeError(f"{method}() needs {argument.name!r}: it takes ({self})")
            refuse_nul(argument.name, value)
            values[argument.name] = argument.convert(value) if argument.convert else value
        if len(values) > len(self.arguments):
            unknown = sorted(set(values) - {argument.name for argument in self.arguments})
            raise TypeError(f"{method}() takes no {unknown[0]!r}: it takes ({self})")
        return values

    def signature(self):
        """The signature for help(), or None if an optional argument precedes a required one."""
        try:
            return inspect.Signature([
                inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD),
                *(argument.parameter() for argument in self.arguments),
                inspect.Parameter("cancellable", inspect.Parameter.KEYWORD_ONLY, default=None)])
        except ValueError:
            return None

    def __str__(self):
        return ", ".join([argument.name if argument.default is MISSING else f"{argument.name}=…"
                          for argument in self.arguments] + ["cancellable=None"])


def check_thread(self, name):
    """Raises an exception if another thread runs the main context of the bot; the library would only log it."""
    bot = self if isinstance(self, Trueconf.Bot) else getattr(self, "bot", None)
    if bot is None:
        return
    try:
        bot.check_thread(f"{type(self).__name__}.{name}()")
    except GLib.Error as error:
        raise RuntimeError(error.message) from None


def _tell_sent(exception, result):
    """What a long text was split into, as far as it was sent."""
    exception.sent = list(Trueconf.SentMessage.list_from_result(result))


def awaitable(info, name):
    """The method that can be awaited, for the pair name_async and name_finish."""
    shape = Shape(info)

    def method(self, *args, cancellable=None, **kwargs):
        values = shape.bind(name, args, kwargs)
        check_thread(self, name)

        def begin(operation_cancellable, ready):
            values["cancellable"] = operation_cancellable
            # PyGObject requires a tuple for the data of a callback
            getattr(self, name + ASYNC)(*(values[key] if key else () for key in shape.order), ready)

        return Operation(cancellable).start(begin, getattr(self, name + FINISH), to_python, explain)

    explain = _tell_sent if LONG in name.split("_") else None
    method.__doc__ = "Starts at once; `await` it for the result."
    if (signature := shape.signature()) is not None:
        method.__signature__ = signature
    else:
        method.__doc__ = f"{name}({shape})\n\n{method.__doc__}"
    return method


def put(cls, name, method):
    """Adds a method to a class, with the name that help() shows."""
    method.__name__ = name
    method.__qualname__ = f"{cls.__name__}.{name}"
    setattr(cls, name, method)


def add_awaitables(cls):
    """Adds an awaitable x to a class for each pair x_async and x_finish."""
    infos = {info.get_name(): info for info in cls.__info__.get_methods()}
    for name, info in infos.items():
        bare = name[:-len(ASYNC)]
        if name.endswith(ASYNC) and bare + FINISH in infos and bare not in infos and bare not in cls.__dict__:
            put(cls, bare, awaitable(info, bare))


# ---- texts that C would cut

def _names(function, skip, arguments):
    """The names of the positional arguments of a function, without its first ones."""
    if arguments:
        return [argument.get_name() for argument in arguments]
    return [parameter.name for parameter in inspect.signature(function).parameters.values()
            if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD, parameter.VAR_POSITIONAL)][skip:]


def _guarded(function, skip=0, arguments=()):
    names = _names(function, skip, arguments)

    @functools.wraps(function)
    def call(*args, **kwargs):
        for position, value in enumerate(args[skip:]):
            # the last name is that of all that follow in *args, if there are more
            refuse_nul(names[min(position, len(names) - 1)] if names else "the argument", value)
        for name, value in kwargs.items():
            refuse_nul(name, value)
        return function(*args, **kwargs)

    return call


def _takes_arguments(function):
    return isinstance(function, FunctionInfo) and len(function.get_arguments()) > 0


def _guard_constructor(cls, info):
    """For constructors and functions of a class. Only the class's own look-up binds them, so they stay there."""
    name = info.get_name()
    setattr(cls, f"_unguarded_{name}", info)

    def make(cls, *args, **kwargs):
        return getattr(cls, f"_unguarded_{name}")(*args, **kwargs)

    guarded = _guarded(make, 1, info.get_arguments())
    guarded.__doc__ = info.__doc__
    put(cls, name, guarded)
    setattr(cls, name, classmethod(guarded))


def _set_property(self, property_name, value):
    """Sets a property by its name."""
    refuse_nul(property_name, value)
    GObject.Object.set_property(self, property_name, value)


def _set_properties(self, **properties):
    """Sets properties by their names."""
    for name, value in properties.items():
        refuse_nul(name, value)
    GObject.Object.set_properties(self, **properties)


class _Props:
    """`object.props`, which refuses texts that C would cut."""

    __slots__ = ("_owner", "_props")

    def __init__(self, props, owner):
        object.__setattr__(self, "_props", props)
        object.__setattr__(self, "_owner", owner)

    def __getattr__(self, name):
        return getattr(self._props, name)

    def __setattr__(self, name, value):
        refuse_nul(name, value)
        setattr(self._props, name, value)

    def __iter__(self):
        # PyGObject 3.50's own iterator does not work with Python 3.13
        return iter(self._owner.list_properties())

    def __len__(self):
        return len(self._owner.list_properties())

    def __dir__(self):
        return dir(self._props)

    def __repr__(self):
        return repr(self._props)


class _GuardedProps:
    """What makes `props` of an object; that of a class only lists them."""

    def __get__(self, instance, owner):
        props = _raw_props.__get__(instance, owner)
        return props if instance is None else _Props(props, owner)


_raw_props = next(vars(base)["props"] for base in GObject.Object.__mro__ if "props" in vars(base))


def guard_texts():
    """Lets everything that takes a text refuse U+0000. Returns the functions of the module that do so."""
    classes = list(_classes())
    for cls in classes:
        for name, member in list(vars(cls).items()):
            if not _takes_arguments(member):
                continue
            if member.is_constructor() or not member.is_method():
                _guard_constructor(cls, member)
            elif not name.endswith((ASYNC, FINISH)):
                put(cls, name, _guarded(member, 1, member.get_arguments()))
        # those of a class of the library are inherited by its children
        inherits = any(base in classes for base in cls.__mro__[1:])
        if issubclass(cls, GObject.Object):
            if "__init__" in vars(cls) or not inherits:
                cls.__init__ = _guarded(cls.__init__, skip=1)
            if not inherits:
                cls.set_property, cls.set_properties, cls.props = _set_property, _set_properties, _GuardedProps()
    members = {name: getattr(Trueconf, name) for name in dir(Trueconf) if not name.startswith("_")}
    return {name: _guarded(member, 0, member.get_arguments()) for name, member in members.items()
            if _takes_arguments(member)}


# ---- properties

def _attribute(pspec):
    name = pspec.name

    def get(self):
        return to_python(self.get_property(name))

    def put(self, value):
        refuse_nul(name, value)
        if issubclass(pspec.value_type.pytype or object, GObject.GEnum):
            value = to_enum(pspec.value_type.pytype, value)
        elif pspec.value_type == Trueconf.InputFile.__gtype__:
            value = to_input_file(value)
        else:
            check_value(pspec, value)
        self.set_property(name, value)

    readable = pspec.flags & GObject.ParamFlags.READABLE
    writable = pspec.flags & GObject.ParamFlags.WRITABLE and not pspec.flags & GObject.ParamFlags.CONSTRUCT_ONLY
    return property(get if readable else None, put if writable else None)


def add_properties(cls):
    """Adds an attribute to a class for each of its own properties."""
    for pspec in cls.list_properties():
        name = pspec.name.replace("-", "_")
        if pspec.owner_type == cls.__gtype__ and name not in cls.__dict__:
            setattr(cls, name, _attribute(pspec))


# ---- texts

def shorten(text, limit=40):
    """A text on one line, shortened if it is long."""
    return repr(text if text is None or len(text) <= limit else text[:limit] + "…")


def _texts():
    def message(self):
        author = self.author.id if self.author else None
        return f"<Trueconf.Message {shorten(self.text)} from {author} in {self.chat_id}>"

    def event(self):
        return f"<Trueconf.{type(self).__name__} {self.method}>"

    def health(self):
        return f"<Trueconf.Health {self.to_json()}>"

    def bot(self):
        state = self.health_check()
        return f"<Trueconf.Bot {state.user_id or self.username or ''}@{state.protocol}://{state.server}:{state.port} " \
               f"{state.status.value_nick}>"

    def author(self):
        return f"<Trueconf.Author {self.id}>"

    def sent(self):
        # the answer to an edit has no chat id
        return f"<Trueconf.SentMessage {self.message_id}{f' in {self.chat_id}' if self.chat_id else ''}>"

    def some(*names):
        def text(self):
            values = ((name, getattr(self, name)) for name in names)
            return f"<Trueconf.{type(self).__name__} " + " ".join(
                f"{name}={shorten(value) if isinstance(value, str) else getattr(value, 'value_nick', value)}"
                for name, value in values) + ">"
        return text

    # Reprs end up in logs, so these must not contain URLs or secrets.
    return {"Message": message, "Event": event, "Health": health, "Bot": bot, "Author": author, "SentMessage": sent,
            "Attachment": some("name", "size", "file_id"), "Chat": some("title", "chat_type", "chat_id"),
            "ChatParticipant": some("user_id", "role"), "Draft": some("kind", "text"),
            "FileInfo": some("name", "size", "ready_state", "file_id"), "InputFile": some("file_name", "size"),
            "TextContent": some("text", "parse_mode"), "UploadLimits": some("max_size", "mode", "extensions")}


def _classes():
    for name in dir(Trueconf):
        cls = None if name.startswith("_") else getattr(Trueconf, name, None)
        if isinstance(cls, type) and issubclass(cls, (GObject.Object, GObject.GInterface)):
            yield cls


def prepare():
    """Prepares all classes and interfaces of the typelib."""
    for cls in _classes():
        add_awaitables(cls)
        # the classes that implement an interface have its properties
        if issubclass(cls, GObject.Object):
            add_properties(cls)
    for name, text in _texts().items():
        getattr(Trueconf, name).__repr__ = text
    Trueconf.Health.to_dict = lambda self: json.loads(self.to_json())
