# SPDX-License-Identifier: LGPL-2.1-or-later
"""A dialog, as handlers see it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from ..exceptions import TrueConfChatBotError
from ..middleware import BaseMiddleware, MiddlewareHandler
from ..types.callback_query import CallbackQuery
from .key_builder import DefaultKeyBuilder, FSMStrategy, KeyBuilder, StorageKey, apply_strategy
from .state import State, StatesGroup
from .storage import BaseStorage, LibraryStorage, MemoryStorage


logger = logging.getLogger("chat_bot")


class FSMContext:
    """The state and the data of a dialog."""

    def __init__(self, storage: BaseStorage, key: StorageKey) -> None:
        self._storage = storage
        self._key = key

    @property
    def key(self) -> StorageKey:
        """Where the dialog is in its storage."""
        return self._key

    @property
    def storage(self) -> BaseStorage:
        """Where the dialog is kept."""
        return self._storage

    async def get_state(self) -> str | None:
        """The state, or None."""
        return await self._storage.get_state(self._key)

    async def set_state(self, state: State | str | None = None) -> None:
        """Moves the dialog; None ends it, and keeps its data."""
        await self._storage.set_state(self._key, state.text if isinstance(state, State) else state)

    async def get_data(self) -> dict[str, Any]:
        """The data."""
        return await self._storage.get_data(self._key)

    async def set_data(self, data: Mapping[str, Any]) -> None:
        """Replaces the data."""
        await self._storage.set_data(self._key, dict(data))

    async def get_value(self, key: str, default: Any | None = None) -> Any | None:
        """One value of the data."""
        return await self._storage.get_value(self._key, key, default)

    async def update_data(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> dict[str, Any]:
        """Adds to the data, and returns all."""
        return await self._storage.update_data(self._key, {**kwargs, **(data or {})})

    async def clear(self) -> None:
        """Ends the dialog, and forgets its data."""
        await self._storage.clear(self._key)


class StateFilter:
    """Events of dialogs that are in one of the states: states, their names, groups of states, "*" for any, None for none."""

    def __init__(self, *states: Any) -> None:
        names: set[str | None] = set()
        for state in states:
            group = state if isinstance(state, type) else type(state)
            if issubclass(group, StatesGroup):
                names.update(str(one) for one in group)
            else:
                names.add(state.text if isinstance(state, State) else state)
        self.states = frozenset(names)

    async def __call__(self, event: Any, *, state: FSMContext | None = None) -> bool:
        if "*" in self.states:
            return True
        if state is None:
            # an event that belongs to no dialog is in no state
            return None in self.states
        return await state.get_state() in self.states


class FSMManager:
    """Finds the dialog of an event."""

    def __init__(self, storage: Any = None, key_builder: KeyBuilder | None = None,
                 strategy: FSMStrategy = FSMStrategy.USER_IN_CHAT) -> None:
        if storage is not None and not isinstance(storage, BaseStorage):
            storage = LibraryStorage(storage)
        self.storage: BaseStorage = storage if storage is not None else MemoryStorage()
        self.key_builder = key_builder or DefaultKeyBuilder()
        self.strategy = strategy

    def get_context(self, bot: Any, event: Any) -> FSMContext:
        """The dialog, or RuntimeError if the event belongs to none."""
        try:
            key = self.key_builder.build(bot, event)
        except RuntimeError:
            chat_id = getattr(getattr(event, "chat", None), "chat_id", None)
            if self.strategy is not FSMStrategy.CHAT or not chat_id:
                raise
            # a press: all in the chat share its dialog, whoever has pressed
            key = StorageKey(getattr(bot, "me_id", None), chat_id, chat_id)
        chat_id, user_id = apply_strategy(self.strategy, key.chat_id, key.user_id)
        return FSMContext(self.storage, StorageKey(key.bot_id, chat_id, user_id, key.destiny))


class FSMMiddleware(BaseMiddleware):
    """Gives handlers and filters the dialog as state, and its state when the event came as raw_state."""

    def __init__(self, fsm_manager: FSMManager) -> None:
        self.fsm_manager = fsm_manager

    async def __call__(self, handler: MiddlewareHandler, event: Any, data: dict[str, Any]) -> None:
        if isinstance(event, CallbackQuery):
            try:
                await event.find_presser()
            except (TrueConfChatBotError, TimeoutError) as error:
                logger.warning("it is not known who has pressed a button, so the press belongs to no dialog: %s", error)
        try:
            state = self.fsm_manager.get_context(data.get("bot"), event)
        except RuntimeError:
            state = None
        if state is not None:
            data["state"] = state
            data["raw_state"] = await state.get_state()
        await handler(event, data)
