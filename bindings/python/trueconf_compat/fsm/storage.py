# SPDX-License-Identifier: LGPL-2.1-or-later
"""Where dialogs are kept."""

from __future__ import annotations

import copy
import dataclasses
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from .._library import Trueconf, call
from .._submodules import register

if TYPE_CHECKING:
    from .key_builder import StorageKey


class BaseStorage(ABC):
    """Derive a class from this to keep dialogs wherever you want."""

    @abstractmethod
    async def get_state(self, key: StorageKey) -> str | None:
        """The state of a dialog."""

    @abstractmethod
    async def set_state(self, key: StorageKey, state: str | None) -> None:
        """Moves a dialog."""

    @abstractmethod
    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """The data of a dialog."""

    @abstractmethod
    async def set_data(self, key: StorageKey, data: dict[str, Any]) -> None:
        """Replaces the data of a dialog."""

    @abstractmethod
    async def update_data(self, key: StorageKey, updates: dict[str, Any]) -> dict[str, Any]:
        """Adds to the data of a dialog, and returns all."""

    @abstractmethod
    async def clear(self, key: StorageKey) -> None:
        """Ends a dialog."""

    async def get_value(self, key: StorageKey, dict_key: str, default: Any | None = None) -> Any | None:
        """One value of the data."""
        return (await self.get_data(key)).get(dict_key, default)

    async def close(self) -> None:
        """Gives back what the storage holds."""


@dataclasses.dataclass
class _Record:
    state: str | None = None
    data: dict[str, Any] = dataclasses.field(default_factory=dict)


class MemoryStorage(BaseStorage):
    """Keeps dialogs in memory; their data can be any objects."""

    def __init__(self) -> None:
        self._records: dict[StorageKey, _Record] = {}

    def _record(self, key: StorageKey) -> _Record:
        return self._records.setdefault(key, _Record())

    async def get_state(self, key: StorageKey) -> str | None:
        """The state of a dialog."""
        return self._records[key].state if key in self._records else None

    async def set_state(self, key: StorageKey, state: str | None) -> None:
        """Moves a dialog."""
        self._record(key).state = state

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """The data of a dialog."""
        return dict(self._records[key].data) if key in self._records else {}

    async def set_data(self, key: StorageKey, data: dict[str, Any]) -> None:
        """Replaces the data of a dialog."""
        self._record(key).data = dict(data)

    async def update_data(self, key: StorageKey, updates: dict[str, Any]) -> dict[str, Any]:
        """Adds to the data of a dialog, and returns all."""
        record = self._record(key)
        record.data.update(updates)
        return dict(record.data)

    async def clear(self, key: StorageKey) -> None:
        """Ends a dialog."""
        self._records.pop(key, None)

    async def get_value(self, key: StorageKey, dict_key: str, default: Any | None = None) -> Any | None:
        """One value of the data."""
        record = self._records.get(key, _Record())
        return copy.copy(record.data[dict_key]) if dict_key in record.data else default


class LibraryStorage(BaseStorage):
    """Keeps dialogs in a storage of the library, such as Trueconf.SqliteStorage: they survive the end of the program.

    The data have to be what JSON can hold. A dispatcher that is given a storage of the library makes this of it.
    """

    def __init__(self, storage: Any) -> None:
        self.storage = storage

    def _dialog(self, key: StorageKey) -> Any:
        return Trueconf.FsmContext.new(self.storage, Trueconf.FsmKey(key.bot_id or "", key.chat_id, key.user_id, key.destiny))

    async def get_state(self, key: StorageKey) -> str | None:
        """The state of a dialog."""
        state: str | None = await call(self._dialog(key).get_state())
        return state

    async def set_state(self, key: StorageKey, state: str | None) -> None:
        """Moves a dialog."""
        await call(self._dialog(key).set_state(state))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """The data of a dialog."""
        data: dict[str, Any] = await call(self._dialog(key).get_data())
        return data

    async def set_data(self, key: StorageKey, data: dict[str, Any]) -> None:
        """Replaces the data of a dialog."""
        await call(self._dialog(key).set_data(data))

    async def update_data(self, key: StorageKey, updates: dict[str, Any]) -> dict[str, Any]:
        """Adds to the data of a dialog, and returns all."""
        data: dict[str, Any] = await call(self._dialog(key).update_data(updates))
        return data

    async def clear(self, key: StorageKey) -> None:
        """Ends a dialog."""
        await call(self._dialog(key).clear())


__all__ = ["BaseStorage", "MemoryStorage"]

register(__name__, globals(), base="BaseStorage", memory="MemoryStorage")
