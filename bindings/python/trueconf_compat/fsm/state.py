# SPDX-License-Identifier: LGPL-2.1-or-later
"""States of dialogs, in groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class State:
    """A state. In a class of states it gets its name from its attribute."""

    def __init__(self, state: str | None = None) -> None:
        self._state = state
        self._group: type[StatesGroup] | None = None
        self._name: str | None = None

    def bind(self, group: type[StatesGroup], name: str) -> None:
        """Makes the state one of a group."""
        if self._group is not None:
            raise RuntimeError(f"{self!r} is a state of {self._group.__full_group_name__} already: make one of its own")
        self._group, self._name = group, name

    @property
    def text(self) -> str | None:
        """The name of the state. None for default_state, which is no state at all."""
        if self._state is not None or self is default_state:
            return self._state
        if self._group is None:
            raise RuntimeError("the state has no name yet: give it one, or make it an attribute of a class of states")
        return f"{self._group.__full_group_name__}:{self._name}"

    def __str__(self) -> str:
        return self.text or ""

    def __repr__(self) -> str:
        unnamed = self._state is None and self._group is None
        return f"State({None if unnamed else str(self)!r})"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (State, str)):
            return self is other or str(self) == str(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(str(self))


class _StatesGroupMeta(type):
    __parent__: type[StatesGroup] | None
    __childs__: tuple[type[StatesGroup], ...]
    __states__: tuple[State, ...]

    def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> None:
        super().__init__(name, bases, namespace)
        cls.__parent__ = None
        cls.__states__ = tuple(value for value in namespace.values() if isinstance(value, State))
        groups: list[Any] = [value for key, value in namespace.items() if isinstance(value, _StatesGroupMeta) and not key.startswith("__")]
        cls.__childs__ = tuple(groups)
        this: Any = cls
        for key, value in namespace.items():
            if isinstance(value, State):
                value.bind(this, key)
        for child in groups:
            child.__parent__ = this

    @property
    def __full_group_name__(cls) -> str:
        return f"{cls.__parent__.__full_group_name__}.{cls.__name__}" if cls.__parent__ is not None else cls.__name__

    @property
    def __all_childs__(cls) -> tuple[type[StatesGroup], ...]:
        return tuple(one for child in cls.__childs__ for one in (child, *child.__all_childs__))

    @property
    def __all_states__(cls) -> tuple[State, ...]:
        return cls.__states__ + tuple(state for child in cls.__childs__ for state in child.__all_states__)

    def __iter__(cls) -> Iterator[State]:
        return iter(cls.__all_states__)

    def __contains__(cls, item: object) -> bool:
        if isinstance(item, _StatesGroupMeta):
            return item is cls or item in cls.__all_childs__
        return isinstance(item, (State, str)) and str(item) in [str(state) for state in cls.__all_states__]

    def __str__(cls) -> str:
        return f"<StatesGroup '{cls.__full_group_name__}'>"

    def get_root(cls) -> type[StatesGroup]:
        """The outermost group."""
        return cls.__parent__.get_root() if cls.__parent__ is not None else cls  # type: ignore[return-value]


class StatesGroup(metaclass=_StatesGroupMeta):
    """Derive a class from this, whose attributes are states: class Form(StatesGroup): name = State()."""


any_state = State("*")
default_state = State()
