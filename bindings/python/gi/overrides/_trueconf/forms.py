# SPDX-License-Identifier: LGPL-2.1-or-later
"""Forms as classes of fields, whose validators and conditions are functions, and results as dictionaries."""

import datetime
import inspect
import re

from gi.module import get_introspection_module
from gi.repository import GLib, GObject

from .arguments import is_asynchronous, name_of, refuse_generator
from .awaiting import report, spawn
from .classes import put
from .errors import to_error
from .patterns import translate
from .values import refuse_nul, to_enum, to_zone

Trueconf = get_introspection_module("Trueconf")

_raw_add_field = Trueconf.Form.add_field

_KINDS = ("text", "number", "date", "choice", "file", "confirm")


# ---- fields

def _refusal(words):
    return GLib.Error.new_literal(Trueconf.error_quark(), words, int(Trueconf.Error.INVALID_ARGUMENT))


def _judge(task, verdict):
    """A validator says nothing, or True, if an answer fits, and otherwise what to say to the user."""
    if isinstance(verdict, str):
        task.return_error(_refusal(verdict))
    else:
        task.return_boolean(verdict is None or bool(verdict))


def _validator(function):
    def validate(field, answers, task, *_data):
        name = field.get_name()
        try:
            verdict = function(answers[name], answers) if _takes_two(function) else function(answers[name])
        except Exception as error:
            _fail(task, error, answers)
            return
        if inspect.isawaitable(verdict):
            spawn(verdict).add_done_callback(lambda done: _end(task, done, answers))
        else:
            _judge(task, verdict)

    return validate


def _fail(task, error, answers):
    # what a validator raises about a value is for the user
    if isinstance(error, ValueError):
        task.return_error(_refusal(str(error)))
        return
    _remember(answers, error)
    task.return_error(to_error(error))


def _remember(result, error):
    """Error handlers get this exception, and not what the library makes of it."""
    result.get_context()._raised = error


def _end(task, done, answers):
    error = done.exception()
    if error is not None:
        _fail(task, error, answers)
    else:
        _judge(task, done.result())


def _takes_two(function):
    try:
        return len(inspect.signature(function).parameters) > 1
    except (TypeError, ValueError):
        return False


def _condition(function):
    def decide(_field, answers, *_data):
        try:
            answer = function(answers)
            if inspect.isawaitable(answer):
                if inspect.iscoroutine(answer):
                    answer.close()
                raise TypeError(f"{name_of(function)}() cannot say when a question is asked: it has to answer at once")
            return bool(answer)
        except Exception as error:
            report(error)
            return False

    return decide


# what the library would only log, so that the form would be without it

def _check_name(name):
    if not isinstance(name, str) or not 1 <= len(name.encode()) <= 64 or ":" in name or "*" in name or name == "summary":
        raise ValueError(f"{name!r} is no name for a field: it has 1 to 64 bytes, no colon, no asterisk, and is not 'summary'")


def _check_day(key, value):
    try:
        if value not in ("today", "tomorrow", None) and datetime.date.fromisoformat(value).isoformat() != value:
            raise ValueError
    except ValueError:
        raise ValueError(f"{key} cannot be {value!r}: it is a day such as '2026-05-06', 'today' or 'tomorrow'") from None


def _check_order(field):
    for first, last in (("minimum", "maximum"), ("earliest", "latest")):
        low, high = field.get_property(first), field.get_property(last)
        # whether today comes before another day is not known yet
        if None not in (low, high) and not {low, high} & {"today", "tomorrow"} and low > high:
            raise ValueError(f"no answer can fit: {first} is {low}, and {last} is {high}")


def _check_function(key, value):
    if value is not None and not callable(value):
        raise TypeError(f"{key} has to be a function, not {value!r}")
    if value is not None:
        refuse_generator(value, f"what {key} names")
    # a coroutine would be taken for true
    if key == "when" and is_asynchronous(value):
        raise TypeError(f"when has to be a function that answers at once, and {name_of(value)}() is async")


def _fill(field, options):
    for key, value in options.items():
        refuse_nul(key, value)
        if key in ("earliest", "latest"):
            _check_day(key, value)
        elif key in ("validate", "when"):
            _check_function(key, value)
        elif key == "choices" and isinstance(value, str):
            raise TypeError(f"choices has to be a list of labels, or a dictionary of them by their values, not {value!r}")
        if key == "choices":
            pairs = list(value.items()) if isinstance(value, dict) else [(label, label) for label in value]
            field.set_choices([label for _value, label in pairs], [value for value, _label in pairs])
        elif key == "pattern":
            field.set_pattern(translate(value) if isinstance(value, re.Pattern) else value)
        elif key == "validate":
            field.set_validator(None if value is None else _validator(value))
        elif key == "when":
            field.set_condition(None if value is None else _condition(value))
        elif hasattr(Trueconf.FormField, "set_" + key):
            field.set_property(key.replace("_", "-"), value)
        else:
            raise TypeError(f"a field has no {key!r}")
    _check_order(field)
    return field


def _add_field(self, field):
    """Adds a question behind the others."""
    if not isinstance(field, Trueconf.FormField):
        raise TypeError(f"{field!r} is not a Trueconf.FormField")
    name = field.get_name()
    _check_name(name)
    if self.get_states() is None:
        raise ValueError("the form has no name yet, which is that of its states")
    if field.get_question() is None:
        raise ValueError(f"the field {name!r} needs a question")
    if field.get_kind() == Trueconf.FormFieldKind.CHOICE and not field.get_choices():
        raise ValueError(f"the field {name!r} needs choices")
    if any(other.get_name() == name for other in self.get_fields()):
        raise ValueError(f"there is a field {name!r} already")
    _raw_add_field(self, field)


class Field:
    """A question of a class of fields, whose attribute gives it its name."""

    def __init__(self, kind, question, options):
        self.kind, self.question, self.options = kind, question, options

    def make(self, name):
        """The field of the library."""
        return make_field(self.kind, name, self.question, self.options)


def make_field(kind, name, question, options):
    refuse_nul("name", name)
    refuse_nul("question", question)
    _check_name(name)
    if not isinstance(question, str):
        raise TypeError(f"the question of the field {name!r} has to be a text, not {question!r}")
    field = Trueconf.FormField(name=name, question=question, kind=to_enum(Trueconf.FormFieldKind, kind))
    if kind == "choice" and not options.get("choices"):
        raise TypeError(f"the field {name!r} needs choices")
    return _fill(field, options)


def _maker(kind):
    def make(question, **options):
        return Field(kind, question, options)

    make.__name__ = kind
    make.__doc__ = f"A question for a {kind} in a class of fields: name = FormField.{kind}(\"…?\", optional=True)."
    return staticmethod(make)


# ---- forms

def _fields_of(cls):
    found = {}
    for base in reversed(cls.__mro__):
        for name, value in vars(base).items():
            if isinstance(value, Field):
                found[name] = value
    return found


def _init_form(self, name=None, fields=None, texts=None, **properties):
    """A form: its name, fields by their names, and texts by theirs. A class of fields has its own name and fields."""
    cls = type(self)
    if name is None and cls is not Trueconf.Form:
        name = cls.__name__
    if name is None:
        raise TypeError("a form needs a name")
    refuse_nul("name", name)
    if "zone" in properties:
        properties["zone"] = to_zone(properties["zone"])
    GObject.Object.__init__(self, name=name, **properties)
    if self.get_states() is None:
        raise ValueError(f"{name!r} is no name for a form: it has 1 to 64 bytes, and no colon")
    for key, field in {**_fields_of(cls), **(fields or {})}.items():
        self.add_field(field.make(key) if isinstance(field, Field) else field)
    for which, text in (texts or {}).items():
        self.set_text(to_enum(Trueconf.FormText, which), text)


def _finished(self, function):
    """A decorator for the function that gets the answers, and may be a coroutine: the form waits for it."""
    if not callable(function):
        raise TypeError(f"{function!r} cannot take the answers: it has to be a function")
    refuse_generator(function, "a handler")

    def handle(_form, result):
        try:
            value = function(result)
        except Exception as error:
            _result_failed(result, error)
            return
        if inspect.isawaitable(value):
            result.hold()
            spawn(value).add_done_callback(lambda task: _released(result, task))

    self.connect("finished", handle)
    return function


def _result_failed(result, error):
    _remember(result, error)
    if not result.fail(to_error(error)):
        report(error)


def _released(result, task):
    try:
        error = task.exception()
        if error is not None:
            _result_failed(result, error)
    finally:
        result.release()


def _to_dict(self):
    return {name: _plain(value) for name, value in self.get_values().unpack().items()}


def _plain(value):
    return value.unpack() if isinstance(value, GLib.Variant) else value


def _item(self, name):
    value = self.get_value(name)
    if value is None:
        raise KeyError(name)
    return value.unpack()


def prepare():
    """Changes the classes of forms."""
    for kind in _KINDS:
        setattr(Trueconf.FormField, kind, _maker(kind))
    form = Trueconf.Form
    form.__init__ = _init_form
    put(form, "add_field", _add_field)
    put(form, "finished", _finished)
    result = Trueconf.FormResult
    result.to_dict = _to_dict
    result.__getitem__ = _item
    result.__contains__ = lambda self, name: self.get_value(name) is not None
    result.get = lambda self, name, default=None: self[name] if name in self else default
