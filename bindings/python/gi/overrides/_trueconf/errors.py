# SPDX-License-Identifier: LGPL-2.1-or-later
"""A class of exceptions for each error, derived from GLib.Error."""

import functools
import re

from gi.module import get_introspection_module
from gi.repository import Gio, GLib

Trueconf = get_introspection_module("Trueconf")

METHOD = re.compile(r"([a-z][A-Za-z]+): ")
CANCELLED = int(Gio.IOErrorEnum.CANCELLED)


class TrueconfError(GLib.Error):
    """Any error of the library or the server.

    `cause` is a Trueconf.ErrorCause. `method` is the method of the server that has failed ("sendMessage") and `chat_id` the chat that
    the call was for; both are None if they are not known.
    """

    cause = Trueconf.ErrorCause.UNKNOWN
    method = None
    chat_id = None

    def __str__(self):
        return self.message

    def __repr__(self):
        return f"Trueconf.{type(self).__name__}({self.message!r}, code={int(self.code)})"


class BotError(TrueconfError):
    """An error of the library; `code` is a Trueconf.Error."""


class ServerError(TrueconfError):
    """An error of the server; `code` is a Trueconf.ApiError, or a plain number if it is not listed there."""


class Cancelled(GLib.Error):
    """The operation was cancelled."""

    def __str__(self):
        return self.message

    def __repr__(self):
        return f"Trueconf.Cancelled({self.message!r})"


def _camel(name):
    return "".join(word.capitalize() for word in name.split("_"))


def _make(base, enum, prefix, taken):
    """The classes for the values of an enumeration, by name and by code."""
    names, codes = {}, {}
    for code in enum:
        name = _camel(code.value_nick.replace("-", "_"))
        if name in taken:
            name = prefix + name
        names[name] = codes[int(code)] = type(name, (base, TimeoutError) if name == "TimedOut" else (base,), {
            "__module__": "gi.repository.Trueconf",
            "__doc__": f"{enum.__name__}.{code.name}",
        })
    return names, codes


@functools.lru_cache(maxsize=None)
def _tables():
    taken = set(dir(Trueconf)) | {"TrueconfError", "BotError", "ServerError", "Cancelled"}
    bot_names, bot_codes = _make(BotError, Trueconf.Error, "Bot", taken)
    server_names, server_codes = _make(ServerError, Trueconf.ApiError, "Server", taken | set(bot_names))
    domains = {
        GLib.quark_to_string(Trueconf.error_quark()): (BotError, Trueconf.Error, bot_codes),
        GLib.quark_to_string(Trueconf.api_error_quark()): (ServerError, Trueconf.ApiError, server_codes),
    }
    return {**bot_names, **server_names}, domains


def exceptions():
    """All classes of exceptions, by name."""
    names = {"TrueconfError": TrueconfError, "BotError": BotError, "ServerError": ServerError, "Cancelled": Cancelled}
    for cls in names.values():
        cls.__module__ = "gi.repository.Trueconf"
    return {**names, **_tables()[0]}


def to_error(exception):
    """The GLib.Error for an exception, for functions of the library."""
    if isinstance(exception, GLib.Error):
        return exception
    words = f"{type(exception).__name__}: {exception}" if str(exception) else type(exception).__name__
    return GLib.Error.new_literal(Trueconf.error_quark(), words, Trueconf.Error.FAILED)


def _cause(error, source):
    """PyGObject copies only the domain, code and message of an error; the bot knows the cause of its last one."""
    bot = source if isinstance(source, Trueconf.Bot) else getattr(source, "bot", None)
    last = Trueconf.Bot.get_last_error(bot) if isinstance(bot, Trueconf.Bot) else None
    if last is not None and (last.domain, last.message) == (error.domain, error.message):
        return bot.get_property("last-error-cause")
    return Trueconf.error_get_cause(error)


def _server_is_late(name, seconds):
    words = GLib.dgettext("trueconf-bot-1", "%s: the server did not answer within %g s; it may have done it all the same")
    return words % (name, seconds)


def late_words(owner):
    """What is wrong with a call of an object that has taken too long: a function that makes words of the name of the call and the seconds."""
    if isinstance(owner, Trueconf.FsmContext):
        # as long as it has no key, it is the server that has to say whose dialog it is
        owner = owner.get_storage() if owner.get_key() is not None else None
    if not isinstance(owner, Trueconf.FsmStorage):
        return _server_is_late
    storage = type(owner).__name__
    return lambda name, seconds: f"{name}: the storage {storage} did not answer within {seconds:g} s; it may have done it all the same"


def timed_out(name, seconds, words):
    """The error of a call that has taken longer than it may."""
    return typed(GLib.Error.new_literal(Trueconf.error_quark(), words(name, seconds), Trueconf.Error.TIMED_OUT))


def typed(error, source=None):
    """Converts an error of a call of `source` to the class for its code, if there is one."""
    if not isinstance(error, GLib.Error) or isinstance(error, (TrueconfError, Cancelled)):
        return error
    if error.domain == "g-io-error-quark" and error.code == CANCELLED:
        return Cancelled(error.message, error.domain, error.code)
    base, enum, codes = _tables()[1].get(error.domain, (None, None, {}))
    if base is None:
        return error
    code = enum(error.code) if error.code in codes else error.code
    exception = codes.get(error.code, base)(error.message, error.domain, code)
    exception.cause = _cause(error, source)
    # PyGObject copies only the domain, code and message; those of requests begin with the method in every language
    if found := METHOD.match(error.message):
        exception.method = found[1]
    return exception
