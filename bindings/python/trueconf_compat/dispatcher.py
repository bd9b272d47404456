# SPDX-License-Identifier: LGPL-2.1-or-later
"""Routers and the dispatcher: decorators for handlers, on the routers of the library."""

from __future__ import annotations

import contextvars
import inspect
import logging
from collections.abc import Awaitable, Callable
from typing import Any, SupportsIndex, TypeVar

from ._library import Trueconf
from ._matches import is_given_up
from ._submodules import register
from .filters import InstanceOfFilter, RawUpdateFilter
from .fsm import FSMManager, FSMStrategy, KeyBuilder, State, StateFilter, StatesGroup
from .fsm.context import FSMMiddleware
from .middleware import MiddlewareHandler
from .types import requests
from .types.basics import Update
from .types.callback_query import CallbackQuery
from .types.message import Message, SystemMessage
from .types.parser import parse_update

logger = logging.getLogger("chat_bot")

Handler = Callable[..., Awaitable[Any]]
FilterLike = Any
H = TypeVar("H", bound=Callable[..., Any])
Decorator = Callable[[H], H]

# whether the code that runs is, or was started by, a handler
in_handler: contextvars.ContextVar[bool] = contextvars.ContextVar("trueconf_compat_in_handler", default=False)

_KEYWORDS = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


class _Names:
    """Which arguments a function takes by name, asked once."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.all = False
        self.names: tuple[str, ...] = ()
        try:
            _event, *parameters = inspect.signature(function).parameters.values()
        except (TypeError, ValueError):
            return
        self.all = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
        self.names = tuple(parameter.name for parameter in parameters if parameter.kind in _KEYWORDS)

    def call(self, event: Any, data: dict[str, Any]) -> Any:
        """Calls the function with what it takes."""
        chosen = data if self.all else {name: data[name] for name in self.names if name in data}
        return self.function(event, **chosen)


class _Delivery:
    """An event on its way through the routers, with the data that middlewares and filters have found."""

    def __init__(self, event: Any, data: dict[str, Any]) -> None:
        self.event = event
        self.data = data
        self.matched: tuple[Any, dict[str, Any]] = (event, data)

    @classmethod
    def of(cls, event: Any, context: Any) -> _Delivery:
        """The one for an event of the library, which is made once."""
        delivery: _Delivery | None = getattr(context, "_trueconf_compat", None)
        if delivery is None:
            bot = getattr(context.bot, "_trueconf_compat", lambda: None)() or context.bot
            update = Update(event.method, 1, event.serial, event.raw).bind(bot)
            made = parse_update({"type": 1, "method": event.method, "payload": update.payload})
            if made is None:
                made = update
            made.bind(bot)
            if isinstance(made, Message):
                made._event = event
            elif isinstance(made, CallbackQuery) and context.state is not None:
                made._dialog = context.state
            delivery = cls(made, {"bot": bot, "update": update})
            context._trueconf_compat = delivery
        return delivery


def _is_magic(condition: Any) -> bool:
    # also those of the package magic-filter
    return callable(getattr(type(condition), "resolve", None))


class _Condition:
    """A filter, in the shape in which it is asked."""

    def __init__(self, condition: Any) -> None:
        if isinstance(condition, State) or isinstance(condition, StatesGroup) or (
                isinstance(condition, type) and issubclass(condition, StatesGroup)):
            condition = StateFilter(condition)
        self.name = getattr(condition, "__name__", type(condition).__name__)
        self.magic = condition if _is_magic(condition) else None
        if self.magic is None and not callable(condition):
            raise TypeError(f"{condition!r} is no filter: it has to be F.…, a state, a kind of messages or something that can be called")
        # filters of this module that need not wait have check()
        check: Any = getattr(condition, "check", None)
        self.waits = self.magic is None and not (callable(check) and type(condition).__module__.startswith(__package__ or ""))
        self.names = _Names(condition if self.waits or self.magic is not None else check)

    def ask(self, event: Any, data: dict[str, Any]) -> Any:
        """What the filter says, which may have to be awaited."""
        if self.magic is not None:
            return bool(self.magic.resolve(event))
        return self.names.call(event, data)


class _Filters:
    """All filters of a handler, as one of the library."""

    def __init__(self, conditions: list[_Condition]) -> None:
        self.conditions = conditions
        self.test: Callable[[Any, Any], Any] = self._test if any(one.waits for one in conditions) else self._test_now

    def _take(self, answer: Any, event: Any, found: dict[str, Any]) -> tuple[bool, Any]:
        if isinstance(answer, dict) and answer:
            answer = dict(answer)
            event = answer.pop("event", event)
            found.update(answer)
            return True, event
        return bool(answer), event

    @staticmethod
    def _failed(condition: _Condition, error: Exception) -> None:
        if condition.magic is None or is_given_up(error):
            logger.error("Filter %s has failed, so it does not match", condition.name, exc_info=error)

    def _test_now(self, event: Any, context: Any) -> bool:
        delivery = _Delivery.of(event, context)
        current, found = delivery.event, dict(delivery.data)
        for condition in self.conditions:
            try:
                matches, current = self._take(condition.ask(current, found), current, found)
            except Exception as error:
                self._failed(condition, error)
                return False
            if not matches:
                return False
        delivery.matched = current, found
        return True

    async def _test(self, event: Any, context: Any) -> bool:
        delivery = _Delivery.of(event, context)
        current, found = delivery.event, dict(delivery.data)
        for condition in self.conditions:
            try:
                answer = condition.ask(current, found)
                if inspect.isawaitable(answer):
                    answer = await answer
            except Exception as error:
                self._failed(condition, error)
                return False
            matches, current = self._take(answer, current, found)
            if not matches:
                return False
        delivery.matched = current, found
        return True


async def _through(chain: list[Any], event: Any, data: dict[str, Any], last: MiddlewareHandler) -> None:
    if not chain:
        await last(event, data)
        return
    first, *rest = chain

    async def go_on(event: Any, data: dict[str, Any]) -> None:
        await _through(rest, event, data, last)

    await first(go_on, event, data)


class Router:
    """Handlers of events, and routers below it, which get what it has not handled."""

    def __init__(self, name: str | None = None, allow_child_on_event: bool = False) -> None:
        self.library = self._make(name or f"router-{id(self):x}", allow_child_on_event)
        self._outer: list[Any] = []
        self._inner: list[Any] = []
        self._subrouters: list[Router] = []

    @staticmethod
    def _make(name: str, allow_child_on_event: bool) -> Any:
        return Trueconf.Router(name, allow_child_on_event=allow_child_on_event)

    @property
    def name(self) -> str:
        """The name of the router, for logs."""
        name: str = self.library.name
        return name

    @property
    def allow_child_on_event(self) -> bool:
        """Whether the routers below it get what it has handled, too."""
        allowed: bool = self.library.allow_child_on_event
        return allowed

    def include_router(self, router: Router) -> None:
        """Puts a router below this one."""
        self.library.include_router(router.library)
        self._subrouters.append(router)

    def outer_middleware(self, middleware: Any) -> None:
        """Adds a middleware for each event, before the filters."""
        if not self._outer:
            self.library.add_outer_middleware(self._around_filters)
        self._outer.append(middleware)

    def inner_middleware(self, middleware: Any) -> None:
        """Adds a middleware around the handlers."""
        if not self._inner:
            self.library.add_inner_middleware(self._around_handlers)
        self._inner.append(middleware)

    async def _around_filters(self, event: Any, context: Any, next: Any) -> None:
        delivery = _Delivery.of(event, context)
        before = delivery.event, delivery.data

        async def last(event: Any, data: dict[str, Any]) -> None:
            delivery.event, delivery.data = event, data
            await next()

        try:
            await _through(self._outer, *before, last)
        finally:
            delivery.event, delivery.data = before

    async def _around_handlers(self, event: Any, context: Any, next: Any) -> None:
        delivery = _Delivery.of(event, context)

        async def last(event: Any, data: dict[str, Any]) -> None:
            delivery.matched = event, data
            await next()

        await _through(self._inner, *delivery.matched, last)

    def _register(self, event_class: Any, first: Any, filters: tuple[FilterLike, ...]) -> Decorator[Any]:
        asked = _Filters([_Condition(condition) for condition in (first, *filters)])

        def decorate(function: H) -> H:
            names = _Names(function)

            async def handle(event: Any, context: Any) -> None:
                in_handler.set(True)
                result = names.call(*_Delivery.of(event, context).matched)
                if inspect.isawaitable(result):
                    await result

            handle.__qualname__ = getattr(function, "__qualname__", type(function).__qualname__)
            self.library.on(event_class, asked.test)(handle)
            return function

        return decorate

    def event(self, method: str | None = None, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of any event, or of those of a method of the server, as an Update."""
        return self._register(None, RawUpdateFilter(method), filters)

    def message(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of messages."""
        return self._register(Trueconf.Message, InstanceOfFilter(Message), filters)

    def callback_query(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of pressed buttons."""
        return self._register(Trueconf.CallbackQuery, InstanceOfFilter(CallbackQuery), filters)

    def system_message(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of what the server notes in chats, for bots with receive_system_messages=True."""
        return self._register(Trueconf.SystemMessage, InstanceOfFilter(SystemMessage), filters)

    def uploading_progress(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of how much of a file has arrived."""
        return self._register(Trueconf.UploadingProgress, InstanceOfFilter(requests.UploadingProgress), filters)

    def changed_participant_role(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of new roles."""
        return self._register(Trueconf.ChangedParticipantRole, InstanceOfFilter(requests.ChangedParticipantRole), filters)

    def changed_file_upload_limits(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of what files the server takes."""
        return self._register(Trueconf.ChangedFileUploadLimits, InstanceOfFilter(requests.ChangedFileUploadLimits), filters)

    def cleared_chat_history(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of removed histories."""
        return self._register(Trueconf.ClearedChatHistory, InstanceOfFilter(requests.ClearedChatHistory), filters)

    def created_personal_chat(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of new chats with people."""
        return self._register(Trueconf.CreatedPersonalChat, InstanceOfFilter(requests.CreatedPersonalChat), filters)

    def created_group_chat(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of new groups."""
        return self._register(Trueconf.CreatedGroupChat, InstanceOfFilter(requests.CreatedGroupChat), filters)

    def created_favorites_chat(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of the bot's own chat."""
        return self._register(Trueconf.CreatedFavoritesChat, InstanceOfFilter(requests.CreatedFavoritesChat), filters)

    def created_channel(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of new channels."""
        return self._register(Trueconf.CreatedChannel, InstanceOfFilter(requests.CreatedChannel), filters)

    def added_chat_participant(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of people who come."""
        return self._register(Trueconf.AddedChatParticipant, InstanceOfFilter(requests.AddedChatParticipant), filters)

    def removed_chat_participant(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of people who go."""
        return self._register(Trueconf.RemovedChatParticipant, InstanceOfFilter(requests.RemovedChatParticipant), filters)

    def removed_chat(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of removed chats."""
        return self._register(Trueconf.RemovedChat, InstanceOfFilter(requests.RemovedChat), filters)

    def edited_message(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of changed messages."""
        return self._register(Trueconf.EditedMessage, InstanceOfFilter(requests.EditedMessage), filters)

    def edited_chat_avatar(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of new pictures of chats."""
        return self._register(Trueconf.EditedChatAvatar, InstanceOfFilter(requests.EditedChatAvatar), filters)

    def edited_chat_title(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of new titles of chats."""
        return self._register(Trueconf.EditedChatTitle, InstanceOfFilter(requests.EditedChatTitle), filters)

    def removed_message(self, *filters: FilterLike) -> Decorator[Any]:
        """Handlers of removed messages."""
        return self._register(Trueconf.RemovedMessage, InstanceOfFilter(requests.RemovedMessage), filters)


class _Routers(list[Router]):
    """The routers of a dispatcher: what is taken out of the list gets no events any more."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        super().__init__()
        self._dispatcher = dispatcher

    def append(self, router: Router) -> None:
        """Includes a router."""
        self._dispatcher.library.include_router(router.library)
        super().append(router)

    def remove(self, router: Router) -> None:
        """Excludes a router."""
        super().remove(router)
        self._dispatcher.library.exclude_router(router.library)

    def pop(self, index: SupportsIndex = -1) -> Router:
        """Excludes a router, and returns it."""
        router = self[index]
        self.remove(router)
        return router

    def clear(self) -> None:
        """Excludes all routers."""
        while self:
            self.pop()

    def __delitem__(self, index: SupportsIndex | slice) -> None:
        for router in self[index] if isinstance(index, slice) else [self[index]]:
            self.remove(router)


class Dispatcher(Router):
    """The router above all others. Each of those that it includes gets each event."""

    def __init__(self, *, storage: Any = None, fsm_manager: FSMManager | None = None, key_builder: KeyBuilder | None = None,
                 strategy: FSMStrategy | None = None) -> None:
        super().__init__("dispatcher")
        self.routers = _Routers(self)
        self.fsm: FSMManager | None = None
        if any(one is not None for one in (storage, fsm_manager, key_builder, strategy)):
            self.setup_fsm(fsm_manager=fsm_manager, storage=storage, key_builder=key_builder, strategy=strategy)

    @staticmethod
    def _make(name: str, allow_child_on_event: bool) -> Any:
        return Trueconf.Dispatcher(name=name, route_to_all=True)

    def include_router(self, router: Router) -> None:
        """Lets a router get each event. Taken out of the list `routers`, it gets none any more."""
        self.routers.append(router)

    def setup_fsm(self, *, fsm_manager: FSMManager | None = None, storage: Any = None, key_builder: KeyBuilder | None = None,
                  strategy: FSMStrategy | None = None) -> FSMManager:
        """Gives handlers the dialog of their event as state. The storage may also be one of the library."""
        if self.fsm is not None:
            raise RuntimeError("the dispatcher has dialogs already")
        if fsm_manager is not None and storage is not None:
            raise ValueError("give storage= or fsm_manager=, which has a storage")
        self.fsm = fsm_manager or FSMManager(storage, key_builder, strategy or FSMStrategy.USER_IN_CHAT)
        self.outer_middleware(FSMMiddleware(self.fsm))
        # before all that were added, so that each middleware sees the dialog
        self._outer.insert(0, self._outer.pop())
        return self.fsm


register(__name__, globals(), dispatcher="Dispatcher", router="Router Handler FilterLike")
