# SPDX-License-Identifier: LGPL-2.1-or-later
"""Dialogs: groups of states as classes, states as filters, and dictionaries as data."""

import collections.abc
import json
import os

from gi.module import get_introspection_module
from gi.repository import Gio, GObject, Json

from .awaiting import Operation
from .classes import put
from .errors import late_words
from .values import refuse_nul, to_enum, to_node

Trueconf = get_introspection_module("Trueconf")

_Group = Trueconf.StatesGroup
MISSING = object()


# ---- states

def _init_state(self, state=None, timeout=0):
    """A state of a dialog. In a class of states it gets its name from its attribute: name = State()."""
    properties = {"timeout": timeout}
    if state is not None:
        refuse_nul("state", state)
        if state == "":
            raise ValueError("the name of a state cannot be empty: None is no state")
        properties["name"] = state
    GObject.Object.__init__(self, **properties)


def _text_of_state(self):
    name = self.get_name()
    if name is None and self is not Trueconf.State.get_none():
        raise RuntimeError("the state has no name yet: give it one, or make it an attribute of a class of states")
    return name or ""


def _name(value):
    """The name of a state, which can be given as a text; None for no state."""
    return value.get_name() if isinstance(value, Trueconf.State) else value


def _equal_states(self, other):
    if isinstance(other, (Trueconf.State, str)):
        return self is other or (self.get_name() is not None and self.get_name() == _name(other))
    return NotImplemented


class _GroupMeta(type):
    """Makes a group of the states and groups that a class has as attributes."""

    def __new__(meta, name, bases, namespace):
        cls = super().__new__(meta, name, bases, namespace)
        if not bases:
            return cls
        cls._group = _Group.new(name)
        for attribute, value in namespace.items():
            if isinstance(value, Trueconf.State):
                if value.get_group() is not None:
                    raise RuntimeError(f"{name}.{attribute} is a state of {value.get_group().get_full_name()} already: "
                                       "make one of its own")
                cls._group.add_state(attribute, value)
            elif isinstance(value, _GroupMeta):
                cls._group.add_group(value._group)
        return cls

    def __getattr__(cls, name):
        group = cls.__dict__.get("_group")
        if group is None or name.startswith("__") or not hasattr(group, name):
            # a Trueconf.StatesGroup that was made by name has its functions in the class, too
            if group is None and not name.startswith("_"):
                return getattr(_Group, name)
            raise AttributeError(f"{cls.__name__} has no {name!r}")
        return getattr(group, name)

    def __iter__(cls):
        return iter(cls._group.list_all_states())

    def __contains__(cls, value):
        if isinstance(value, _GroupMeta):
            value = value._group
        if isinstance(value, _Group):
            while value is not None and value is not cls._group:
                value = value.get_parent()
            return value is not None
        return cls._group.contains(_name(value))

    def __instancecheck__(cls, value):
        return isinstance(value, _Group) if "_group" not in cls.__dict__ else super().__instancecheck__(value)

    def __repr__(cls):
        group = cls.__dict__.get("_group")
        return f"<StatesGroup {group.get_full_name()!r}>" if group is not None else super().__repr__()


class StatesGroup(metaclass=_GroupMeta):
    """Derive a class from this whose attributes are states: class Form(StatesGroup): name = State().

    A class in it is a group in the group. The class is a filter for any of its states. What a group of the library has, such as
    find(), get_next() and get_previous(), can be called on the class. StatesGroup.new("Form") makes a group without a class.
    """


def group_of(value):
    """The library's group for a class of states, or the value itself."""
    return value._group if isinstance(value, _GroupMeta) else value


def as_filter(value):
    """The filter for a state or a group of states, or None for anything else."""
    if isinstance(value, Trueconf.State):
        return Trueconf.StateFilter.new(value)
    if isinstance(value, _GroupMeta):
        value = value._group
    return Trueconf.StateFilter.new_group(value) if isinstance(value, _Group) else None


_TEXTS = {"*": "get_any", None: "get_none"}


def _filter_of(value):
    if isinstance(value, str) or value is None:
        value = getattr(Trueconf.State, _TEXTS[value])() if value in _TEXTS else Trueconf.State(value)
    made = as_filter(value)
    if made is None:
        raise TypeError(f"{value!r} is not a state: it has to be a State, its name, a class of states, or None for no state")
    return made


def _make_filter(cls, *states):
    """A filter for dialogs in one of the states, which may be states, their names, classes of states, "*" for any and None for none."""
    if not states:
        raise TypeError("StateFilter() needs at least one state")
    made = [_filter_of(state) for state in states]
    return made[0] if len(made) == 1 else Trueconf.Filter.new_or(made)


# ---- contexts

def _to_object(data):
    if not isinstance(data, collections.abc.Mapping):
        raise TypeError(f"{data!r} is not a dictionary")
    refuse_nul("data", dict(data))
    return to_node(dict(data)).get_object()


def _to_dict(value):
    node = Json.Node.alloc()
    node.init_object(value)
    return json.loads(Json.to_string(node, False), strict=False)


def _to_value(node):
    return None if node is None else json.loads(Json.to_string(node, False), strict=False)


def _call(self, name, *arguments, convert=lambda value: value, cancellable=None, timeout=None):
    begin, finish = getattr(self, name + "_async"), getattr(self, name + "_finish")
    operation = Operation(cancellable, timeout, name, late_words(self))
    return operation.start(lambda given, ready: begin(*arguments, given, ready), finish, convert)


def set_state(self, state=None, cancellable=None, timeout=None):
    """Moves the dialog to a state, which can be given by its name; None ends it."""
    if isinstance(state, str):
        state = Trueconf.State(state)
    elif state is not None and not isinstance(state, Trueconf.State):
        raise TypeError(f"{state!r} is not a state")
    return _call(self, "set_state", state, cancellable=cancellable, timeout=timeout)


def get_data(self, cancellable=None, timeout=None):
    """The data of the dialog, as a dictionary."""
    return _call(self, "get_data", convert=_to_dict, cancellable=cancellable, timeout=timeout)


def set_data(self, data, cancellable=None, timeout=None):
    """Replaces the data of the dialog by a dictionary of what JSON can hold."""
    return _call(self, "set_data", _to_object(data), cancellable=cancellable, timeout=timeout)


def update_data(self, data=None, cancellable=None, timeout=None, **members):
    """Adds to the data, or replaces some: update_data(name="Nora"). The result is all data.

    What is called `data`, `cancellable` or `timeout` has to be in a dictionary: update_data({"timeout": 5}).
    """
    return _call(self, "update_data", _to_object({**members, **(data or {})}), convert=_to_dict, cancellable=cancellable, timeout=timeout)


def get_value(self, key, default=None, cancellable=None, timeout=None):
    """A value of the data, or the default."""
    refuse_nul("key", key)
    return _call(self, "get_value", key, convert=lambda node: default if node is None else _to_value(node),
                 cancellable=cancellable, timeout=timeout)


def go_on(self, group, cancellable=None, timeout=None):
    """Moves the dialog to the next state of the group; None after the last one. The result is the state."""
    return _call(self, "go_on", group_of(group), cancellable=cancellable, timeout=timeout)


def go_back(self, group, cancellable=None, timeout=None):
    """Moves the dialog to the state before in the group, and stays at the first one. The result is the state."""
    return _call(self, "go_back", group_of(group), cancellable=cancellable, timeout=timeout)


# ---- storages

def _init_sqlite(self, file):
    """A storage in a file, which can be given by its path."""
    if isinstance(file, (str, os.PathLike)):
        file = Gio.File.new_for_path(os.fspath(file))
    GObject.Object.__init__(self, file=file)


def _init_key(self, bot_id, chat_id, user_id, destiny="default"):
    for name, value in (("bot_id", bot_id), ("chat_id", chat_id), ("user_id", user_id), ("destiny", destiny)):
        refuse_nul(name, value)
    GObject.Object.__init__(self, bot_id=bot_id, chat_id=chat_id, user_id=user_id, destiny=destiny)


def _init_dispatcher(self, storage=None, strategy=None, **properties):
    if storage is not None:
        properties["storage"] = storage
    if strategy is not None:
        properties["fsm_strategy"] = to_enum(Trueconf.FsmStrategy, strategy)
    _init_router(self, **properties)


_init_router = None


def prepare():
    """Changes the classes of dialogs. After that of routers, whose constructor dispatchers share."""
    global _init_router
    state = Trueconf.State
    state.__init__ = _init_state
    state.__str__ = _text_of_state
    state.__eq__ = _equal_states
    state.__hash__ = lambda self: hash(self.get_name())
    state.__repr__ = lambda self: f"State({self.get_name()!r})"
    state.__invert__ = lambda self: ~as_filter(self)
    Trueconf.StateFilter.__new__ = _make_filter
    # what __new__() makes is made already
    Trueconf.StateFilter.__init__ = lambda self, *states: None
    context = Trueconf.FsmContext
    for function in (set_state, get_data, set_data, update_data, get_value, go_on, go_back):
        put(context, function.__name__, function)
    Trueconf.SqliteStorage.__init__ = _init_sqlite
    Trueconf.FsmKey.__init__ = _init_key
    Trueconf.DialogExpired.data = property(lambda self: _to_dict(self.get_data()))
    _init_router = Trueconf.Router.__init__
    Trueconf.Dispatcher.__init__ = _init_dispatcher
