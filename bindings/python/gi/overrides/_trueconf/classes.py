# SPDX-License-Identifier: LGPL-2.1-or-later
"""Adds properties as attributes and awaitable methods to each class of the namespace."""

import datetime
import inspect
import json
import threading

from gi.module import get_introspection_module
from gi.repository import Gio, GLib, GObject

from . import enumerations
from .awaiting import Operation
from .errors import TrueconfError, late_words
from .values import EPOCH, ask, for_argument, markup, refuse_nul, to_destination, to_property, to_python

Trueconf = get_introspection_module("Trueconf")

ASYNC, FINISH = "_async", "_finish"
SCOPE_ASYNC = 2
# in the names of methods that send a text in several messages
LONG = "long"
MISSING = object()
MILLISECOND = datetime.timedelta(milliseconds=1)

# defaults of arguments: the first value after UNKNOWN for these enumerations, and those of python-trueconf-bot
FIRST_VALUES = ("ParseMode", "SurveyType")
DEFAULTS = {"count": 10, "page": 1, "page_size": 10, "page_number": 1}


# ---- asynchronous methods

def _closure(argument):
    return ask(argument, "get_closure", "get_closure_index")


def _destroy(argument):
    return ask(argument, "get_destroy", "get_destroy_index")


class Argument:
    """One argument of an asynchronous method, as Python sees it."""

    def __init__(self, info):
        type_info = ask(info, "get_type_info", "get_type")
        interface = type_info.get_interface()
        self.name = info.get_name()
        self.default = None if info.may_be_null() else DEFAULTS.get(self.name, MISSING)
        self.convert = to_destination if self.name == "destination" else for_argument(info)
        if interface is not None and interface.get_name() in FIRST_VALUES:
            self.default = enumerations.named(interface.get_name())(1)
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
        self.names = [argument.name for argument in self.arguments]
        self.plan = [(argument.name, argument.convert, argument.default) for argument in self.arguments]
        self.has_markup = "parse_mode" in self.names

    def bind(self, method, args, kwargs):
        """The values of the arguments by name."""
        if len(args) > len(self.arguments):
            raise TypeError(f"{method}() takes {len(self.arguments)} arguments ({self}), {len(args)} were given")
        values = dict(zip(self.names, args))
        for name, value in kwargs.items():
            if name in values:
                raise TypeError(f"{method}() got {name!r} twice")
            values[name] = value
        if self.has_markup:
            markup(values)
        for name, convert, default in self.plan:
            value = values.get(name, default)
            if value is MISSING:
                raise TypeError(f"{method}() needs {name!r}: it takes ({self})")
            refuse_nul(name, value)
            values[name] = convert(value) if convert else value
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
                *(inspect.Parameter(extra, inspect.Parameter.KEYWORD_ONLY, default=None) for extra in ("cancellable", "timeout"))])
        except ValueError:
            return None

    def __str__(self):
        return ", ".join([argument.name if argument.default is MISSING else f"{argument.name}=…"
                          for argument in self.arguments] + ["cancellable=None", "timeout=None"])


def main_context(bot):
    """The main context that the bot belongs to."""
    return getattr(bot, "_context", None) or GLib.MainContext.default()


def check_thread(self, name):
    """Raises an exception if another thread runs the main context of the bot; the library would only log it, or not notice."""
    if isinstance(self, Trueconf.Bot):
        bot = self
    elif hasattr(self, "get_bot"):
        bot = self.get_bot()
    else:
        bot = getattr(self, "bot", None)
    if bot is None:
        return
    context = main_context(bot)
    if context.acquire():
        context.release()
        return
    call = f"{type(self).__name__}.{name}()"
    raise RuntimeError(f"{call} was called from the thread {threading.current_thread().name!r}, but the main context of this bot runs in "
                       f"another one. Call it there: bot.call_soon_threadsafe(…, arguments) calls it there, and so does "
                       "GLib.idle_add() for the default main context; see docs/threads.md")


# what has to happen while the event is handled: the library would only log that it comes too late, and the call would never end
_WHILE_HANDLED = {"begin": "no form can begin", "list_commands": "nobody can be told of commands"}


def check_event(self, name, values):
    """Raises an exception if the event of the context is done, and the call needs it, or if a form that begins asks nothing."""
    if name == "begin" and isinstance(self, Trueconf.Form) and self.get_fields().get_n_items() == 0:
        raise ValueError(f"the form {self.get_name()!r} has no fields")
    context = values.get("context")
    if name in _WHILE_HANDLED and isinstance(context, Trueconf.Context) and context.get_done():
        raise RuntimeError(f"the event is done: {_WHILE_HANDLED[name]} in it any more")


def awaitable(cls, info, name):
    """The method of a class that can be awaited, for the pair name_async and name_finish."""
    shape = Shape(info)

    def method(self, *args, cancellable=None, timeout=None, **kwargs):
        values = shape.bind(name, args, kwargs)
        check_thread(self, name)
        check_event(self, name, values)

        def begin(operation_cancellable, ready):
            values["cancellable"] = operation_cancellable
            # PyGObject requires a tuple for the data of a callback
            start(self, *[values[key] if key else () for key in order], ready)

        def finish(result):
            return end(self, result)

        def explain(exception, result):
            if isinstance(exception, TrueconfError):
                exception.chat_id = values.get("chat_id") or getattr(self, "chat_id", None)
            if sends_long:
                exception.sent = list(Trueconf.SentMessage.list_from_result(result))

        operation = Operation(cancellable, timeout, name, late_words(self)).start(begin, finish, to_python, explain)
        if "progress" in values and hasattr(values["progress"], "__aiter__"):
            operation.add_done_callback(values["progress"].end)
        return operation

    order = shape.order
    start, end = getattr(cls, name + ASYNC), getattr(cls, name + FINISH)
    sends_long = LONG in name.split("_")
    method.__doc__ = "Starts at once; `await` it for the result. `timeout` is in seconds, or a timedelta; then it raises Trueconf.TimedOut."
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
            put(cls, bare, awaitable(cls, info, bare))


# ---- properties

def _attribute(pspec):
    name = pspec.name

    def get(self):
        return to_python(self.get_property(name))

    def put(self, value):
        self.set_property(name, to_property(pspec, value))

    readable = pspec.flags & GObject.ParamFlags.READABLE
    writable = pspec.flags & GObject.ParamFlags.WRITABLE and not pspec.flags & GObject.ParamFlags.CONSTRUCT_ONLY
    return property(get if readable else None, put if writable else None)


def add_properties(cls):
    """Adds an attribute to a class for each of its own properties."""
    for pspec in cls.list_properties():
        name = pspec.name.replace("-", "_")
        if pspec.owner_type == cls.__gtype__ and name not in cls.__dict__:
            setattr(cls, name, _attribute(pspec))


def _time(self):
    """The time, in UTC, or None if it is not known."""
    try:
        return EPOCH + self.timestamp * MILLISECOND if self.timestamp > 0 else None
    except OverflowError:
        # a server may send any number
        return None


def add_times(cls):
    """Adds `date_time` to a class that has only a time in milliseconds, as messages have both."""
    if "timestamp" in cls.__dict__ and cls.find_property("timestamp").value_type == GObject.TYPE_INT64 and not hasattr(cls, "date_time"):
        cls.date_time = property(_time)


# ---- classes of programs

def _functions_of_c(cls):
    """The names under which a class of Python overrides functions of C."""
    infos = [base.__dict__["__info__"] for base in cls.__mro__ if "__info__" in base.__dict__]
    return {f"do_{function.get_name()}" for info in infos if hasattr(info, "get_vfuncs") for function in info.get_vfuncs()}


def _init_subclass(cls, **kwargs):
    """Lets programs derive from classes that are final in C: their instances are those of C, with more of Python."""
    super(GObject.Object, cls).__init_subclass__(**kwargs)
    base = next(base for base in cls.__mro__[1:] if "__gtype__" in base.__dict__)
    if "__gtype__" in cls.__dict__ or not GObject.type_test_flags(base.__gtype__, GObject.TypeFlags.FINAL):
        return
    unknown_to_c = [name for name, member in vars(cls).items()
                    if isinstance(member, (GObject.Property, GObject.Signal)) or name in ("__gproperties__", "__gsignals__", "__gtype_name__")]
    for name in [*unknown_to_c, *sorted(_functions_of_c(base) & set(vars(cls)))]:
        raise TypeError(f"{cls.__name__} cannot have {name!r}: {base.__name__} is final for GObject, so that classes derived from it "
                        "can only have what is Python's own, such as attributes and methods")
    cls.__gtype__ = base.__gtype__


# ---- texts

# what says most about an object, in this order; none of it may be a secret
TELLING = ("name", "id", "message_id", "chat_id", "user_id", "file_id", "server", "status", "title", "text", "command")


def shorten(text, limit=40):
    """A text on one line, shortened if it is long."""
    return repr(text if text is None or len(text) <= limit else text[:limit] + "…")


def class_name(cls):
    """The name of a class, which says whether it is of the library."""
    if cls.__module__ == "__gi__":
        # a class of the library that is not in its typelib
        return f"Trueconf.{cls.__name__.removeprefix('Trueconf')}"
    return f"Trueconf.{cls.__name__}" if cls.__module__ in ("gi.repository.Trueconf", "Trueconf") else cls.__name__


def what_it_is(self):
    """The text of an object that has none of its own: its class, and what says most about it."""
    known = {pspec.name.replace("-", "_"): pspec for pspec in self.list_properties() if pspec.flags & GObject.ParamFlags.READABLE}
    words = [class_name(type(self))]
    for name in TELLING:
        value = to_python(self.get_property(known[name].name)) if name in known else None
        if isinstance(value, str) and value:
            words.append(f"{name}={shorten(value)}")
        elif enumerations.is_enumeration(type(value)):
            words.append(f"{name}={value}")
    if isinstance(self, Gio.ListModel):
        words.append(f"of {self.get_n_items()}")
    return f"<{' '.join(words)}>"


def _texts():
    def message(self):
        author = self.author.id if self.author else None
        return f"<{class_name(type(self))} {shorten(self.text)} from {author} in {self.chat_id}>"

    def event(self):
        return f"<{class_name(type(self))} {self.method}>"

    def health(self):
        return f"<{class_name(type(self))} {self.to_json()}>"

    def bot(self):
        state = self.health_check()
        return f"<{class_name(type(self))} {state.user_id or self.username or ''}@{state.protocol}://{state.server}:{state.port} " \
               f"{state.status}>"

    def author(self):
        return f"<{class_name(type(self))} {self.id}>"

    def sent(self):
        # the answer to an edit has no chat id
        return f"<{class_name(type(self))} {self.message_id}{f' in {self.chat_id}' if self.chat_id else ''}>"

    def some(*names):
        def text(self):
            values = ((name, getattr(self, name)) for name in names)
            return f"<{class_name(type(self))} " + " ".join(
                f"{name}={shorten(value) if isinstance(value, str) else getattr(value, 'value_nick', value)}"
                for name, value in values) + ">"
        return text

    # Reprs end up in logs, so these must not contain URLs or secrets.
    return {"Message": message, "Event": event, "Health": health, "Bot": bot, "Author": author, "SentMessage": sent,
            "Attachment": some("name", "size", "file_id"), "Chat": some("title", "chat_type", "chat_id"),
            "ChatParticipant": some("user_id", "role"), "Draft": some("kind", "text"),
            "FileInfo": some("name", "size", "ready_state", "file_id"), "InputFile": some("file_name", "size"),
            "TextContent": some("text", "parse_mode"), "UploadLimits": some("max_size", "mode", "extensions")}


def library_classes():
    for name in dir(Trueconf):
        cls = None if name.startswith("_") else getattr(Trueconf, name, None)
        if isinstance(cls, type) and issubclass(cls, (GObject.Object, GObject.GInterface)):
            yield cls


def prepare():
    """Prepares all classes and interfaces of the typelib."""
    for cls in library_classes():
        add_awaitables(cls)
        # the classes that implement an interface have its properties
        if issubclass(cls, GObject.Object):
            add_properties(cls)
            add_times(cls)
            # derived classes inherit these
            if cls.__base__ is GObject.Object:
                cls.__init_subclass__ = classmethod(_init_subclass)
            if cls.__repr__ is GObject.Object.__repr__:
                cls.__repr__ = what_it_is
    for name, text in _texts().items():
        getattr(Trueconf, name).__repr__ = text
