# SPDX-License-Identifier: LGPL-2.1-or-later
"""Objects of the server as dataclasses, which are made of its JSON by their fields' names there."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from typing import Self

    from .client import Bot

E = TypeVar("E", bound=enum.Enum)

# what a field is when the server leaves it out, by the beginning of its type
_ABSENT: dict[str, Any] = {"str": "", "int": 0, "bool": False, "float": 0.0}


def wire(alias: str | None = None, convert: Callable[[Any], Any] | None = None, **options: Any) -> Any:
    """A field: its name in the protocol, and what makes its value of JSON."""
    return dataclasses.field(metadata={"alias": alias, "convert": convert}, **options)


@dataclass_transform(field_specifiers=(wire, dataclasses.field))
def model(cls: Any = None, /, **options: Any) -> Any:
    """A dataclass, whose fields may be made by wire()."""
    return dataclasses.dataclass(**options) if cls is None else dataclasses.dataclass(cls, **options)


def member(cls: type[E]) -> Callable[[Any], Any]:
    """Makes a member of an enumeration; what a newer server may send stays as it is."""

    def convert(value: Any) -> Any:
        try:
            return cls(value)
        except ValueError:
            return value

    return convert


def plain(value: Any) -> Any:
    """What to_dict() says of a value."""
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def _fields(thing: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(thing)


class Model:
    """Something that is made of JSON. What the server leaves out is None, or the nothing of its type."""

    @classmethod
    def prepare(cls, data: dict[str, Any]) -> dict[str, Any]:
        """A place to change the JSON before it is read."""
        return data

    @classmethod
    def from_dict(cls, data: Any) -> Self:
        """The object for a JSON object."""
        data = cls.prepare(data)
        values: dict[str, Any] = {}
        for field in _fields(cls):
            if not field.init:
                continue
            value = data.get(field.metadata.get("alias") or field.name)
            if value is None:
                if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                    values[field.name] = None if "None" in str(field.type) else _ABSENT.get(str(field.type))
                continue
            convert = field.metadata.get("convert")
            values[field.name] = convert(value) if convert is not None else value
        return cls(**values)

    def to_dict(self) -> dict[str, Any]:
        """The object as a dictionary with the names of its attributes."""
        return {field.name: plain(getattr(self, field.name)) for field in _fields(self)}


class Bound(Model):
    """Something that knows its bot, so that it has functions that send."""

    _bot: Bot | None = None

    @property
    def bot(self) -> Bot:
        """The bot that it came from."""
        if self._bot is None:
            raise RuntimeError(f"{type(self).__name__} has no bot: it was not made of an event. Call bind(bot) first")
        return self._bot

    def bind(self, bot: Bot) -> Self:
        """Tells it, and what is in it, which bot it belongs to."""
        object.__setattr__(self, "_bot", bot)
        for field in _fields(self):
            value = getattr(self, field.name)
            for item in value if isinstance(value, list) else (value,):
                if isinstance(item, Bound):
                    item.bind(bot)
        return self


BoundToBot = Bound
