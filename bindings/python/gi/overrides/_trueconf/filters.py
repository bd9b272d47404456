# SPDX-License-Identifier: LGPL-2.1-or-later
"""What can be a filter: functions, which may be coroutines, expressions with F, kinds of messages, states, filters of the library."""

import inspect

from gi.module import get_introspection_module
from gi.repository import GLib, GObject

from . import compiling, expressions, matches, operands, shapes
from .arguments import BY_NAME, Parameters, is_asynchronous, is_generator, name_of, set_data
from .awaiting import report, spawn
from .classes import put
from .dialogs import as_filter
from .enumerations import is_enumeration
from .errors import Cancelled, to_error, typed
from .expressions import Expression, Scope
from .values import refuse_nul, to_date_time, to_enum

Trueconf = get_introspection_module("Trueconf")


def is_plain_function(thing):
    """Whether something was made by def, and not by lambda."""
    return inspect.isfunction(thing) and thing.__name__ != "<lambda>"


def _failed(context, error):
    if isinstance(error, Cancelled) or context.get_done():
        report(error)
        return
    context._raised = error
    if not context.fail(to_error(error)):
        report(error)


def _take(answer, context):
    """Whether the answer of a filter is yes. A dictionary is, and goes into the context."""
    if not isinstance(answer, dict):
        return bool(answer)
    for name, value in answer.items():
        if not isinstance(name, str):
            raise TypeError(f"a filter has returned {answer!r}: the keys have to be names of arguments")
        if name in BY_NAME:
            raise TypeError(f"a filter has returned {name!r}, which belongs to the library: take another name")
        set_data(context, name, value)
    return True


class Condition(Trueconf.Filter):
    """A filter that is a function of (event, context)."""

    # PyGObject makes no new GType, or no virtual functions, for classes whose module is in gi
    __module__ = "trueconf"
    __gtype_name__ = "TrueconfPythonCondition"

    def __init__(self, test):
        super().__init__()
        self._test = test

    def do_match(self, event, context):
        try:
            return self._test(event, context)
        except Exception as error:
            _failed(context, error)
            return False


def _of_expression(expression):
    def test(event, context):
        scope = Scope(event)
        holds = expression._holds(scope)
        if holds:
            for name, value in scope.found.items():
                set_data(context, name, value)
        return holds

    return Condition(test)


def _of_function(parameters):
    def test(event, context):
        answer = parameters.call(event, context)
        if inspect.isawaitable(answer):
            if inspect.iscoroutine(answer):
                answer.close()
            raise TypeError(f"{name_of(parameters.function)}() cannot be a filter: what is awaited has to be an async function")
        return _take(answer, context)

    return Condition(test)


def _of_coroutine(parameters):
    def ask(event, context, task, *_data):
        def ended(running):
            if handler:
                GObject.Object.disconnect(cancellable, handler)
            error = running.exception()
            try:
                answer = error is None and _take(running.result(), context)
            except TypeError as mistake:
                error = mistake
            if error is None:
                task.return_boolean(answer)
            else:
                context._raised = error
                task.return_error(to_error(error))

        handler = 0
        cancellable = task.get_cancellable()
        try:
            running = spawn(parameters.call(event, context))
        except Exception as error:
            context._raised = error
            task.return_error(to_error(error))
            return
        if cancellable is not None and not running.done():
            # not Gio.Cancellable.connect(), which cannot be undone while it is called
            handler = GObject.Object.connect(cancellable, "cancelled", lambda _: running.cancel())
        running.add_done_callback(ended)

    return Trueconf.Filter.new_async_func(ask)


# filters of the library that put what nobody knows before into the context, or may hold such ones
_HOLDERS = {"TrueconfFuncFilter", "TrueconfAsyncFuncFilter", "TrueconfLogicFilter", "TrueconfRegexFilter"}


def _may_give_data(condition):
    if as_filter(condition) is not None:
        return False
    if isinstance(condition, Trueconf.Filter):
        return condition.__gtype__.name in _HOLDERS or not condition.__gtype__.name.startswith("Trueconf")
    return callable(condition) and not isinstance(condition, Expression)


def _given_by(condition):
    """The names of what a filter puts into the context, as far as they are known."""
    if isinstance(condition, Expression):
        return tuple(condition._names())
    given = getattr(condition, "_given", ())
    # a mock has any attribute
    return given if isinstance(given, tuple) else ()


class Made:
    """The filter of the library for all conditions of a handler, and what it puts into the context."""

    def __init__(self, conditions, event_class, may_get_data=True):
        self.given = ()
        self.open_ended = False
        made = []
        for condition in conditions:
            made.append(to_filter(condition, event_class, self.given, may_get_data or self.open_ended))
            self.given += _given_by(condition)
            self.open_ended = self.open_ended or _may_give_data(condition)
        # what is a filter of the library stays one, so that the router sees it
        self.filter = Trueconf.Filter.new_and(made) if len(made) > 1 else made[0] if made else None


def with_state(made):
    """The same filter behind one that matches in any state, and has read it from the storage."""
    some = Trueconf.StateFilter.new(Trueconf.State.get_any())
    return some if made is None else Trueconf.Filter.new_and([some, made])


def to_filter(condition, event_class=Trueconf.Event, given=(), open_ended=True):
    """A filter of the library for anything that can be one."""
    if isinstance(condition, Expression):
        condition._check(shapes.events(event_class))
        condition._test(operands.check_condition)
        return compiling.compile(condition, event_class, _of_expression) or _of_expression(condition)
    if isinstance(condition, Trueconf.Filter):
        return condition
    if (made := as_filter(condition)) is not None:
        return made
    if isinstance(condition, Trueconf.MessageType):
        return Trueconf.Filter.new_message_type(condition)
    if callable(condition) and not isinstance(condition, type):
        parameters = Parameters(condition, "filter", given, open_ended)
        made = _of_coroutine(parameters) if is_asynchronous(condition) else _of_function(parameters)
        return with_state(made) if parameters.reads_state() else made
    raise TypeError(f"{condition!r} is not a filter: it has to be a function, an expression with F or a Trueconf.Filter")


def _combine(kind, *conditions):
    new = Trueconf.Filter.new_and if kind == "and" else Trueconf.Filter.new_or
    made = new([to_filter(condition) for condition in conditions])
    made._given = sum((_given_by(condition) for condition in conditions), ())
    return made


_raw_new_property = Trueconf.Filter.new_property


def _is_event_type(event_type):
    gtype = getattr(event_type, "__gtype__", event_type)
    return isinstance(gtype, GObject.GType) and gtype.is_a(Trueconf.Event.__gtype__)


def _list_value(values):
    """The value for Operator.IN. Of an enumeration the names are compared."""
    values = [one.value_nick if is_enumeration(type(one)) else one for one in values]
    refuse_nul("value", values)
    if all(isinstance(one, str) for one in values):
        return GObject.Value(GObject.TYPE_STRV, values)
    if all(type(one) is bool for one in values):
        return GObject.Value(GObject.TYPE_VARIANT, GLib.Variant("ab", values))
    if all(isinstance(one, int) and type(one) is not bool for one in values):
        return GObject.Value(GObject.TYPE_VARIANT, GLib.Variant("ax", list(map(int, values))))
    raise TypeError(f"{values!r} cannot be the values: a list is of texts, of integers, of True and False or of an enumeration")


# what GObject makes a value of that says what it is
_COMPARABLE = (str, bool, int, float, GObject.Value, GLib.Variant, GLib.DateTime)


def _new_property(cls, event_type, path, op, value=None):
    """A filter that compares a property of an event; for Operator.IN the value is a list, a tuple or a set."""
    if not _is_event_type(event_type):
        raise TypeError(f"{event_type!r} is no class of events, such as Trueconf.Message")
    for name, text in (("path", path), ("value", value)):
        refuse_nul(name, text)
    value = to_date_time(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        value = _list_value(value)
    elif isinstance(value, int) and type(value) is not bool and not is_enumeration(type(value)):
        # PyGObject takes any for one of 32 bits
        value = GObject.Value(GObject.TYPE_INT64 if value < 2 ** 63 else GObject.TYPE_UINT64, int(value))
    elif value is not None and not isinstance(value, _COMPARABLE):
        raise TypeError(f"a property cannot be compared with {value!r}: it has to be a text, a number, True, False, an enumeration or a list")
    try:
        return _raw_new_property(event_type, path, to_enum(Trueconf.Operator, op), value)
    except GLib.Error as error:
        raise typed(error) from None


_raw_new_func = Trueconf.Filter.new_func


def _new_func(cls, func, *user_data):
    """A filter that is a function of an event, its context and user_data, which answers at once."""
    # what it returns would be taken for true
    if callable(func) and (is_asynchronous(func) or is_generator(func)):
        raise TypeError(f"{name_of(func)}() does not answer at once: an async function is a filter itself, without new_func()")
    return _raw_new_func(func, *user_data)


_raw_new_regex = Trueconf.Filter.new_regex
_raw_new_texts = Trueconf.Filter.new_texts


def _new_regex(cls, pattern, flags=GLib.RegexCompileFlags(0)):
    """A filter for messages in whose text the pattern is found, which may be compiled by `re`; `flags` are GLib.RegexCompileFlags."""
    try:
        return _raw_new_regex(*matches.written(pattern, flags))
    except GLib.Error as error:
        raise typed(error) from None


def _new_texts(cls, how, texts, ignore_case=False):
    """A filter for messages whose text is one of the texts, or begins with one, and so on: new_texts("prefix", ["a", "b"])."""
    if isinstance(texts, str):
        raise TypeError(f"texts has to be a list, not {texts!r}")
    refuse_nul("texts", list(texts))
    return _raw_new_texts(to_enum(Trueconf.TextMatch, how), list(texts), ignore_case)


def prepare():
    """Lets filters of the library, and async functions beside expressions, be combined with &, | and ~."""
    expressions.combine = _combine
    expressions.is_filter = lambda thing: (isinstance(thing, (Trueconf.Filter, Trueconf.MessageType))
                                           or as_filter(thing) is not None or is_asynchronous(thing))
    cls = Trueconf.Filter
    cls.__and__ = lambda self, other: _combine("and", self, other)
    cls.__or__ = lambda self, other: _combine("or", self, other)
    cls.__rand__ = lambda self, other: _combine("and", other, self)
    cls.__ror__ = lambda self, other: _combine("or", other, self)
    cls.__invert__ = lambda self: Trueconf.Filter.new_not(self)
    for name, function in (("new_func", _new_func), ("new_property", _new_property), ("new_regex", _new_regex), ("new_texts", _new_texts)):
        put(cls, name, function)
        setattr(cls, name, classmethod(function))
