# SPDX-License-Identifier: LGPL-2.1-or-later
"""`F`: conditions on an event, written like expressions: `F.text.lower() == "help"`."""

import operator
import re
import types as python_types

from . import matches, operands, shapes
from .arguments import refuse_generator
from .values import to_enum

# what an expression comes to where the event has no such thing; a comparison takes it for None
MISSING = type("Missing", (), {"__bool__": lambda self: False, "__repr__": lambda self: "missing"})()


class Scope:
    """One evaluation: the event that the outermost F stands for, and what as_() has found."""

    def __init__(self, event):
        self.event = event
        self.found = {}


class Step:
    """One operation of an expression."""

    def __init__(self, kind, apply, text, *, infer=None, nested=(), data=None):
        self.kind = kind
        self.apply = apply     # of (value, scope)
        self.text = text       # of the text before it
        self.infer = infer     # of the types before it: the types after it, which are not known without this
        self.nested = nested   # expressions for the same event
        self.data = data       # what the compiler looks at


class Expression:
    """An expression on an event. It never changes: each operation makes a new one."""

    def __init__(self, steps=()):
        text = "F"
        for step in steps:
            text = step.text(text)
        self.__dict__.update(_steps=steps, _text=text)

    # ---- evaluation

    def resolve(self, event):
        """The value for an event, or None if the event has no such thing."""
        return _known(self._evaluate(Scope(event)))

    def matches(self, event):
        """Whether the expression is true for an event."""
        return self._holds(Scope(event))

    def ilter(self):
        """A function of an event that returns the value, for filter() and the like."""
        return self.resolve

    def _evaluate(self, scope):
        return self._evaluate_on(scope.event, scope)

    def _evaluate_on(self, value, scope):
        for index, step in enumerate(self._steps):
            if step.kind in ("any", "all"):
                rest = Expression(self._steps[index + 1:])
                return _quantify(step.kind, rest, value, scope)
            value = step.apply(value, scope)
        return value

    def _holds(self, scope):
        value = self._evaluate(scope)
        if self._steps and self._steps[-1].kind == "as":
            # zero has been found as well
            return bool(value) or value == 0 and not isinstance(value, bool)
        return bool(value)

    # ---- what is known before there is an event

    def _types(self):
        """The classes that the value can have for any event, or None."""
        if "_known" not in self.__dict__:
            self.__dict__["_known"] = self._check(shapes.anything())
        return self.__dict__["_known"]

    def _check(self, classes):
        """The classes that the value can have, or None; raises AttributeError for what none of the classes has."""
        text = "F"
        types = classes
        for step in self._steps:
            for nested in step.nested:
                nested._check(classes)
            text = step.text(text)
            types = step.infer(types, text) if step.infer is not None and types is not None else None
        return types

    def _test(self, check, *args):
        """Asks one of operands.py, if the classes of the value are known; what F alone stands for is not."""
        types = self._types() if self._steps else None
        if types is not None:
            check(types, self._text, *args)

    def _names(self):
        """The names of all as_()."""
        for step in self._steps:
            if step.kind == "as":
                yield step.data
            for nested in step.nested:
                yield from nested._names()

    def _add(self, kind, apply, text, **more):
        # what is before the step has been checked already, which would take long for each of many
        step = Step(kind, apply, text, **more)
        before = self._types()
        made = Expression()
        made.__dict__.update(_steps=(*self._steps, step), _text=text(self._text))
        made.__dict__["_known"] = step.infer(before, made._text) if step.infer is not None and before is not None else None
        return made

    # ---- access

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(f"{self.__dict__.get('_text', 'F')} has no {name!r}: names that begin with _ are private", name=name, obj=self)
        return self._add("attribute", lambda value, _: getattr(value, name, MISSING), lambda text: f"{text}.{name}",
                         infer=lambda types, text: shapes.attribute(types, name, text), data=name)

    def attr_(self, name):
        """The attribute of this name, also of an object that the library does not know: no spelling is checked."""
        return self._add("unchecked", lambda value, _: getattr(value, name, MISSING), lambda text: f"{text}.attr_({name!r})")

    def __getitem__(self, key):
        if key is Ellipsis or isinstance(key, slice) and key == slice(None):
            self._test(operands.check_method, ("__iter__",), "is no list")
        if key is Ellipsis:
            return self._add("any", None, lambda text: f"{text}[...]")
        if isinstance(key, slice) and (key.start, key.stop, key.step) == (None, None, None):
            return self._add("all", None, lambda text: f"{text}[:]")
        if isinstance(key, Expression):
            return self._add("if", lambda value, scope: value if key._evaluate_on(value, scope) else MISSING,
                             lambda text: f"{text}[{key._text}]", infer=lambda types, _: types)
        self._test(operands.check_item, key)
        return self._add("item", lambda value, _: _item(value, key), lambda text: f"{text}[{_spell(key)}]")

    def __call__(self, *args, **kwargs):
        """Calls a method, as in `F.text.startswith("/")`, when the expression is evaluated."""
        last = self._steps[-1] if self._steps else None
        if last is None or last.kind not in ("attribute", "unchecked", "item"):
            raise TypeError(f"{self._text} cannot be called: name a method of the event or of what it has")

        self._test(operands.check_callable)
        nested = _expressions(args, kwargs.values())
        if last.kind == "attribute" and not nested:
            self._test(operands.check_call, last.data, args, kwargs)
        return self._add("call", lambda value, scope: _call(value, args, kwargs, scope),
                         lambda text: f"{text}({_spell_arguments(args, kwargs)})", infer=_of_call(last),
                         nested=nested, data=(args, kwargs))

    # ---- functions

    def len(self):
        """The length: `F.text.len() > 100`."""
        self._test(operands.check_method, ("__len__",), "has no length")
        return self._rejecting("len", len, TypeError, "len()", infer=lambda types, _: frozenset([int]))

    def func(self, function, *args, **kwargs):
        """What function(*args, value, **kwargs) returns; nothing for a TypeError or a ValueError."""
        operands.check_function(function, "func")
        return self._add("func", lambda value, scope: _apply(function, args, value, kwargs, scope),
                         lambda text: f"{text}.func({_spell_arguments((_name(function), *args), kwargs)})",
                         nested=_expressions(args, kwargs.values()))

    def cast(self, function):
        """What function(value) returns; nothing if it raises an exception: `F.text.cast(int) > 5`."""
        operands.check_function(function, "cast")
        types = frozenset([function]) if function in (str, int, float, bool) else None
        return self._rejecting("cast", function, Exception, f"cast({_spell(_name(function))})", infer=lambda *_: types)

    def extract(self, condition):
        """A list of the elements for which the condition is true, where F is the element."""
        if not isinstance(condition, Expression):
            raise TypeError(f"{condition!r} is no condition: extract() takes an expression with F, which is the element there")
        self._test(operands.check_method, ("__iter__",), "is no list")

        def apply(value, scope):
            return [item for item in value if condition._evaluate_on(item, scope)] if _iterable(value) else MISSING

        return self._add("extract", apply, lambda text: f"{text}.extract({condition._text})",
                         infer=lambda *_: frozenset([list]))

    def as_(self, name):
        """Puts the value into the context of the event, if it is true or zero; a handler's argument of this name gets it."""
        if not isinstance(name, str) or not name.isidentifier():
            raise ValueError(f"{name!r} cannot be the name of an argument")

        def apply(value, scope):
            if value or (value == 0 and not isinstance(value, bool)):
                scope.found[name] = value
            return value

        return self._add("as", apply, lambda text: f"{text}.as_({name!r})", infer=lambda types, _: types, data=name)

    def regexp(self, pattern, flags=0, *, mode="search", search=None):
        """The match of a regular expression: "search" finds it anywhere, "match" at the start, "fullmatch" is the whole
        text; "findall" and "finditer" are lists of what is found.

        Users write the text, so the search is bounded, as that of Filter.new_regex()."""
        if search is not None:
            mode = "search" if search else "match"
        mode = getattr(mode, "value", mode)
        if mode not in matches.MODES:
            raise ValueError(f"{mode!r} is not a mode: it is one of {', '.join(matches.MODES)}")
        compiled = re.compile(pattern, flags)
        self._test(operands.check_text)
        return self._rejecting("regexp", matches.finder(compiled, mode), TypeError, f"regexp({compiled.pattern!r})")

    def _rejecting(self, kind, function, errors, spelling, **more):
        def apply(value, _):
            if value is MISSING:
                return MISSING
            try:
                return function(value)
            except errors:
                return MISSING

        return self._add(kind, apply, lambda text: f"{text}.{spelling}", **more)

    # ---- comparisons

    def in_(self, *values):
        """Whether the value is one of `values`: `F.author.id.in_("nora", "omar")`, or is in a container."""
        choices = _choices(self, values)
        return self._compare("in", _is_in, choices, "in")

    def not_in(self, *values):
        """Whether the value is none of `values`."""
        choices = _choices(self, values)
        return self._compare("not in", lambda value, choices: not _is_in(value, choices), choices, "not in")

    def contains(self, part):
        """Whether the value contains this."""
        return self._compare("contains", lambda value, wanted: wanted in value, part, "contains")

    def not_contains(self, part):
        """Whether there is a value, and it does not contain this."""
        return self._compare("not contains", lambda value, wanted: wanted not in value, part, "not contains")

    def is_(self, other):
        """Whether the value is this very object: `F.document.is_(None)`."""
        return self._compare("is", operator.is_, other, "is")

    def is_not(self, other):
        """Whether the value is another object than this."""
        return self._compare("is not", operator.is_not, other, "is not")

    def _compare(self, kind, function, other, sign):
        other = _as_enum(self, other)
        self._check_operand(kind, other)

        def apply(value, scope):
            try:
                return function(_known(value), _value(other, scope))
            except TypeError:
                return False

        return self._add(kind, apply, lambda text: f"({text} {sign} {_spell(other)})", nested=_expressions([other]),
                         infer=lambda *_: frozenset([bool]), data=other)

    def _check_operand(self, kind, other):
        if isinstance(other, Expression):
            types = other._types() if other._steps else None
            if types is not None and kind in ("in", "not in"):
                operands.check_method(types, other._text, ("__contains__", "__iter__", "__getitem__"), "contains nothing")
            elif types is not None and kind in ("==", "!=", "<", "<=", ">", ">="):
                self._test(operands.check_types, types, other._text)
        elif kind in ("in", "not in"):
            self._test(operands.check_choices, other)
        elif kind in ("contains", "not contains"):
            self._test(operands.check_part, other)
        else:
            self._test(operands.check_order if kind in ("<", "<=", ">", ">=") else operands.check_equal, other)

    def __eq__(self, other):
        return self._compare("==", operator.eq, other, "==")

    def __ne__(self, other):
        return self._compare("!=", operator.ne, other, "!=")

    def __lt__(self, other):
        return self._compare("<", operator.lt, other, "<")

    def __le__(self, other):
        return self._compare("<=", operator.le, other, "<=")

    def __gt__(self, other):
        return self._compare(">", operator.gt, other, ">")

    def __ge__(self, other):
        return self._compare(">=", operator.ge, other, ">=")

    __hash__ = object.__hash__

    # ---- logic

    def _logic(self, kind, other, function):
        self._test(operands.check_condition)
        if isinstance(other, Expression):
            other._test(operands.check_condition)
        elif isinstance(other, type) and not is_filter(other):
            raise TypeError(f"{other!r} is a class, and no condition")
        if combine is not None and is_filter(other):
            return combine(kind, self, other)
        if not isinstance(other, Expression) and not callable(other):
            return self._arithmetic(getattr(operator, f"{kind}_"), other, "&" if kind == "and" else "|")
        refuse_generator(other, "a filter")
        nested = _expressions([other])

        def apply(value, scope):
            # the left side may have come to nothing
            return function(value, lambda: nested[0]._evaluate(scope) if nested else other(scope.event))

        return self._add(kind, apply, lambda text: f"({text} {'&' if kind == 'and' else '|'} {_spell(other)})",
                         nested=nested, data=other)

    def __and__(self, other):
        return self._logic("and", other, lambda value, right: value and right())

    def __or__(self, other):
        return self._logic("or", other, lambda value, right: value or right())

    def __rand__(self, other):
        return _reflected(self, other, "and")

    def __ror__(self, other):
        return _reflected(self, other, "or")

    def __invert__(self):
        if self._steps and self._steps[-1].kind == "not":
            return Expression(self._steps[:-1])
        self._test(operands.check_condition)
        return self._add("not", lambda value, _: not value, lambda text: f"~{text}", infer=lambda *_: frozenset([bool]))

    # ---- arithmetic; more of it below

    def _arithmetic(self, function, other, sign, reflected=False):
        if not isinstance(other, Expression):
            self._test(operands.check_arithmetic, function, other, reflected)

        def apply(value, scope):
            if value is MISSING or value is None:
                return MISSING
            operand = _value(other, scope)
            try:
                return function(operand, value) if reflected else function(value, operand)
            except (TypeError, ValueError):
                return MISSING

        def text(before):
            return f"({_spell(other)} {sign} {before})" if reflected else f"({before} {sign} {_spell(other)})"

        return self._add("arithmetic", apply, text, nested=_expressions([other]))

    def __neg__(self):
        return self._unary(operator.neg, "-")

    def __pos__(self):
        return self._unary(operator.pos, "+")

    def _unary(self, function, sign):
        self._test(operands.check_number)

        def apply(value, _):
            try:
                return function(value)
            except (TypeError, ValueError):
                return MISSING

        return self._add("arithmetic", apply, lambda text: f"{sign}{text}", infer=lambda types, _: types)

    # ---- mistakes

    def __bool__(self):
        raise TypeError(f"{self._text} is not known before there is an event: combine with &, | and ~, not with and, or, not")

    def __contains__(self, item):
        raise TypeError(f"use {self._text}.contains({item!r}) instead of in")

    def __iter__(self):
        raise TypeError(f"{self._text} is not known before there is an event: it cannot be iterated over")

    def __len__(self):
        raise TypeError(f"use {self._text}.len() instead of len({self._text})")

    def __setattr__(self, name, value):
        raise AttributeError(f"{self._text} only describes an event, it cannot be changed")

    def __copy__(self):
        return self

    def __deepcopy__(self, _memo):
        return self

    def __repr__(self):
        return self._text


def _add_arithmetic():
    for name, sign in (("add", "+"), ("sub", "-"), ("mul", "*"), ("truediv", "/"), ("floordiv", "//"), ("mod", "%"),
                       ("matmul", "@"), ("pow", "**"), ("lshift", "<<"), ("rshift", ">>"), ("xor", "^")):
        function = getattr(operator, name)
        setattr(Expression, f"__{name}__",
                lambda self, other, function=function, sign=sign: self._arithmetic(function, other, sign))
        setattr(Expression, f"__r{name}__",
                lambda self, other, function=function, sign=sign: self._arithmetic(function, other, sign, True))


# how an expression and a filter of the library, or an async function, become one filter; routing knows
combine = None


def is_filter(_thing):
    """Whether something is a filter that cannot be part of an expression; routing knows."""
    return False


def _reflected(expression, other, kind):
    if combine is not None and is_filter(other):
        return combine(kind, other, expression)
    if callable(other):
        refuse_generator(other, "a filter")
        left = Expression((Step("func", lambda value, scope: other(scope.event), lambda _: _name(other)),))
        return left & expression if kind == "and" else left | expression
    return expression._arithmetic(getattr(operator, f"{kind}_"), other, "&" if kind == "and" else "|", True)


def _of_call(last):
    """What a call returns: methods of texts that make texts of them are known."""
    def infer(types, _):
        return frozenset([str]) if types == shapes.METHOD_OF_TEXT and last.data in shapes.TEXT_TO_TEXT else None
    return infer


def _known(value):
    return None if value is MISSING else value


def _value(thing, scope):
    return _known(thing._evaluate(scope)) if isinstance(thing, Expression) else thing


def _expressions(*things):
    return tuple(thing for group in things for thing in group if isinstance(thing, Expression))


def _name(function):
    return python_types.SimpleNamespace(__spelling__=getattr(function, "__name__", repr(function)))


def _spell(thing):
    if isinstance(thing, Expression):
        return thing._text
    return getattr(thing, "__spelling__", None) or repr(thing)


def _spell_arguments(args, kwargs):
    return ", ".join([_spell(arg) for arg in args] + [f"{key}={_spell(value)}" for key, value in kwargs.items()])


def _call(function, args, kwargs, scope):
    if not callable(function):
        return MISSING
    return function(*(_value(arg, scope) for arg in args), **{key: _value(arg, scope) for key, arg in kwargs.items()})


def _apply(function, args, value, kwargs, scope):
    if value is MISSING:
        return MISSING
    try:
        return _call(function, (*args, value), kwargs, scope)
    except (TypeError, ValueError):
        return MISSING


def _item(value, key):
    try:
        return value[key]
    except (TypeError, KeyError, IndexError):
        return MISSING


def _iterable(value):
    return hasattr(value, "__iter__") and value is not None


def _quantify(kind, rest, value, scope):
    if not _iterable(value):
        return MISSING
    return (any if kind == "any" else all)(bool(rest._evaluate_on(item, scope)) for item in value)


def _is_in(value, choices):
    if value in choices:
        return True
    # a set finds a word by its hash, which is that of no value of an enumeration
    return isinstance(choices, (set, frozenset, dict)) and hasattr(value, "value_nick") and any(value == one for one in choices)


def _choices(expression, values):
    if len(values) != 1 or isinstance(values[0], str) or not (hasattr(values[0], "__contains__") or _iterable(values[0])):
        values = tuple(values)
    elif isinstance(values[0], Expression):
        return values[0]
    else:
        # a container that is filled later is asked later
        values = values[0]
        if hasattr(values, "__next__"):
            # the first event would use an iterator up
            values = tuple(values)
    return _as_enum(expression, values) if isinstance(values, tuple) else values


def _as_enum(expression, value):
    """A nick that is compared with an enumeration is its value, and a wrong one is a mistake, also in a list that may be filled later."""
    if isinstance(value, (str, tuple, list, set, frozenset, dict)):
        enum = shapes.enumeration(expression._types())
        if enum is not None and isinstance(value, str):
            return to_enum(enum, value)
        if enum is not None:
            values = [to_enum(enum, one) if isinstance(one, str) else one for one in value]
            return tuple(values) if isinstance(value, tuple) else frozenset(values) if isinstance(value, frozenset) else value
    return value


_add_arithmetic()
F = Expression()
