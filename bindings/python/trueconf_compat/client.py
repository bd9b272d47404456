# SPDX-License-Identifier: LGPL-2.1-or-later
"""The bot of python-trueconf-bot, on one of the library."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import logging
import os
import signal
import ssl
import tempfile
import time
import warnings
import weakref
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Self, TypeVar

from . import exceptions, loggers, methods
from ._library import GLib, Trueconf, call, translate
from ._submodules import register
from .dispatcher import Dispatcher, in_handler
from .enums import (
    ChatActivity, ChatParticipantRole, CommandAnswerType, CommandMessageLevel, CommandMessageStatus, CommandMessageVisibility,
    FileReadyState, ParseMode, SurveyType)
from .types import responses
from .types.input_file import InputFile
from .types.keyboard import InlineKeyboardMarkup
from .utils.split_text import visible_len

T = TypeVar("T")
HealthCheckCallback = Callable[[dict[str, Any]], Awaitable[None]]
SSLVerify = bool | str | os.PathLike[str] | ssl.SSLContext

MAX_TEXT = 4096
MAX_TITLE = 256
MAX_IN_MEMORY = 100 * 1024 * 1024
OLDEST_SERVER = (5, 5, 0)
HEALTH = ("status", "websocket_connected", "authorized", "server", "port", "protocol", "timestamp")

logger = logging.getLogger("chat_bot")


def _check_token(token: Any) -> None:
    """Refuses what cannot be a token before anybody is asked."""
    if not isinstance(token, str):
        raise exceptions.TokenValidationError(f"the token is not a text, but {type(token).__name__}. Is its environment variable set?")
    if not token or any(character.isspace() for character in token):
        raise exceptions.TokenValidationError("the token is empty, or has white space in it")
    with contextlib.suppress(ValueError, IndexError, TypeError, AttributeError):
        payload = token.split(".")[1]
        expires = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))).get("exp")
        if expires is not None and expires < time.time():
            raise exceptions.TokenValidationError("the token has expired. Ask the server for a new one")


def _text_of(value: Any) -> Any:
    return getattr(value, "value", value)


def _parse_mode(value: ParseMode | str) -> Any:
    return ParseMode(value).value


def _is_default(handler: Any) -> bool:
    """Whether a signal does what Python and asyncio.run() do by themselves."""
    function = getattr(handler, "func", handler)
    return handler in (signal.SIG_DFL, signal.default_int_handler) or getattr(function, "__module__", "") == "asyncio.runners"


class Bot:
    """A bot. `library` is the one of the library, which can do more."""

    _running: set[Bot] = set()

    def __init__(self, server: str, token: str, *, dispatcher: Dispatcher | None = None, receive_unread_messages: bool = False,
                 receive_system_messages: bool = False, skip_self_messages: bool = True, verify_ssl: SSLVerify = True,
                 web_port: int | None = None, https: bool = True, ws_max_retries: int = 5, ws_max_delay: int = 60, debug: bool = False,
                 on_health_check: HealthCheckCallback | None = None, timeout: float = 10.0,
                 max_in_memory_download_size: int = MAX_IN_MEMORY) -> None:
        _check_token(token)
        self._init({"token": token}, server, dispatcher, receive_unread_messages, receive_system_messages, skip_self_messages, verify_ssl,
                   web_port, https, ws_max_retries, ws_max_delay, on_health_check, timeout, max_in_memory_download_size)

    @classmethod
    def from_credentials(cls, server: str, username: str, password: str, *, dispatcher: Dispatcher | None = None,
                         receive_unread_messages: bool = False, receive_system_messages: bool = False, skip_self_messages: bool = True,
                         verify_ssl: SSLVerify = True, web_port: int | None = None, https: bool = True, ws_max_retries: int = 5,
                         ws_max_delay: int = 60, debug: bool = False, on_health_check: HealthCheckCallback | None = None,
                         timeout: float = 10.0, max_in_memory_download_size: int = MAX_IN_MEMORY) -> Self:
        """A bot that logs in with a password. It asks for a token when it starts, and for a new one when that expires."""
        bot = cls.__new__(cls)
        bot._init({"username": username, "password": password}, server, dispatcher, receive_unread_messages, receive_system_messages,
                  skip_self_messages, verify_ssl, web_port, https, ws_max_retries, ws_max_delay, on_health_check, timeout,
                  max_in_memory_download_size)
        return bot

    @classmethod
    def from_oauth(cls, server: str, username: str, password: str, client_id: str, *, dispatcher: Dispatcher | None = None,
                   receive_unread_messages: bool = False, receive_system_messages: bool = False, skip_self_messages: bool = True,
                   verify_ssl: SSLVerify = True, web_port: int | None = None, https: bool = True, ws_max_retries: int = 5,
                   ws_max_delay: int = 60, debug: bool = False, on_health_check: HealthCheckCallback | None = None,
                   timeout: float = 10.0, max_in_memory_download_size: int = MAX_IN_MEMORY) -> Self:
        """A bot that logs in by an OAuth application."""
        bot = cls.__new__(cls)
        bot._init({"username": username, "password": password, "client_id": client_id}, server, dispatcher, receive_unread_messages,
                  receive_system_messages, skip_self_messages, verify_ssl, web_port, https, ws_max_retries, ws_max_delay, on_health_check,
                  timeout, max_in_memory_download_size)
        return bot

    def _init(self, login: dict[str, Any], server: str, dispatcher: Dispatcher | None, unread: bool, system: bool, skip_self: bool,
              verify_ssl: SSLVerify, web_port: int | None, https: bool, retries: int, delay: int,
              on_health_check: HealthCheckCallback | None, timeout: float, memory: int) -> None:
        if retries < 1:
            raise ValueError(f"ws_max_retries has to be at least 1, not {retries}")
        if delay <= 0:
            raise ValueError(f"ws_max_delay has to be more than 0, not {delay}")
        if memory <= 0:
            raise ValueError(f"max_in_memory_download_size has to be more than 0, not {memory}")
        if on_health_check is not None and not callable(on_health_check):
            raise TypeError("on_health_check has to be an async function of a dictionary")
        self.server = server
        self.https = https
        self.debug = False
        self.dp = dispatcher or Dispatcher()
        self.receive_unread_messages = unread
        self.receive_system_messages = system
        self.max_in_memory_download_size = memory
        self.ssl_context = verify_ssl if isinstance(verify_ssl, ssl.SSLContext) else None
        self.connected_event = asyncio.Event()
        self.authorized_event = asyncio.Event()
        self.stopped_event = asyncio.Event()
        self._on_health_check = on_health_check
        self._told: asyncio.Task[None] | None = None
        self._connect_task: asyncio.Task[None] | None = None
        self.library = Trueconf.Bot(
            server=server, port=web_port or 0, https=https, dispatcher=self.dp.library, receive_unread_messages=unread,
            receive_system_messages=system, skip_self_messages=skip_self, ws_max_retries=retries, ws_max_delay=max(1, round(delay)),
            timeout=timeout, **login, **self._verification(verify_ssl))
        # what handlers of this bot get as their bot
        setattr(self.library, "_trueconf_compat", weakref.ref(self))
        self.library.connect("status-changed", Bot._status_changed)

    def _verification(self, verify_ssl: SSLVerify) -> dict[str, Any]:
        if not isinstance(verify_ssl, ssl.SSLContext):
            return {"verify_ssl": verify_ssl}
        certificates = verify_ssl.get_ca_certs(binary_form=True)
        if verify_ssl.verify_mode == ssl.CERT_NONE or not certificates:
            return {"verify_ssl": verify_ssl.verify_mode != ssl.CERT_NONE}
        self._certificates = tempfile.NamedTemporaryFile("w", suffix=".pem")
        self._certificates.write("".join(map(ssl.DER_cert_to_PEM_cert, certificates)))
        self._certificates.flush()
        return {"verify_ssl": self._certificates.name}

    # ---- what it is

    @property
    def token(self) -> str:
        """The token that the bot was made with. Those that it gets for a password stay in the library."""
        return self.library.token or ""

    @token.setter
    def token(self, token: str) -> None:
        _check_token(token)
        self.library.token = token

    @property
    def timeout(self) -> float:
        """How long a call waits for its answer, in seconds."""
        seconds: float = self.library.timeout
        return seconds

    @timeout.setter
    def timeout(self, seconds: float) -> None:
        self.library.timeout = seconds

    @property
    def port(self) -> int:
        """The port of the server."""
        port: int = self.library.health_check().port
        return port

    @property
    def me_id(self) -> str:
        """The id of the bot; empty before it has logged in."""
        return self.library.user_id or ""

    @property
    async def server_name(self) -> str:
        """The name of the server, which is part of the ids of its users."""
        name: str = self.library.server_name or await call(self.library.fetch_server_name())
        return name

    @property
    async def server_version(self) -> str | None:
        """The version of the server, or None if it does not say."""
        version: str | None = self.library.server_version
        if version is None:
            with contextlib.suppress(exceptions.TrueConfChatBotError, TimeoutError):
                version = await call(self.library.fetch_server_version())
        return version

    @property
    async def me_chat(self) -> str:
        """The bot's own chat."""
        chat_id: str = await call(self.library.get_me_chat())
        return chat_id

    @property
    async def me(self) -> str:
        """An old name of me_chat."""
        warnings.warn("me is deprecated: use me_chat", DeprecationWarning, stacklevel=2)
        return await self.me_chat

    def _limits(self, name: str) -> Any:
        limits = self.library.upload_limits
        return getattr(limits, name) if limits is not None else None

    @property
    def max_file_size(self) -> int | None:
        """The largest file that the server takes, in bytes; None if it says nothing."""
        size: int | None = self._limits("max_size")
        return size if size is not None and size >= 0 else None

    @property
    def file_extension_filter_mode(self) -> str | None:
        """Whether the server takes ("allow") or refuses ("block") the extensions of files_extensions_list."""
        mode: str | None = getattr(self._limits("mode"), "value_nick", None)
        return mode

    @property
    def file_extensions_list(self) -> list[str] | None:
        """The extensions that the mode is about."""
        extensions = self._limits("extensions")
        return list(extensions) if extensions else None

    async def check_version(self) -> None:
        """Raises an exception if the server is too old for bots of this kind."""
        version = await self.server_version
        if not version:
            loggers.chatbot.warning("The server does not say its version. Some methods may not be there")
            return
        numbers = tuple(int(part) for part in version.split(".")[:3] if part.isdigit())
        if numbers < OLDEST_SERVER:
            raise RuntimeError(f"TrueConf Server {version} is too old: bots need {'.'.join(map(str, OLDEST_SERVER))} or newer")

    # ---- its state

    @staticmethod
    def _status_changed(library: Any, health: Any) -> None:
        bot = library._trueconf_compat()
        if bot is not None:
            bot._note(health)

    def _note(self, health: Any) -> None:
        for event, state in ((self.connected_event, health.websocket_connected), (self.authorized_event, health.authorized)):
            if state:
                event.set()
            else:
                event.clear()
        if self._on_health_check is None:
            return
        status = health.to_dict()
        status.pop("cause", None)
        if not health.authorized:
            status.pop("user_id", None)
        # one after the other, so that the last that is told is the last that has happened
        self._told = asyncio.ensure_future(self._tell(status, self._told))

    async def _tell(self, status: dict[str, Any], before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        try:
            assert self._on_health_check is not None
            await self._on_health_check(status)
        except Exception:
            loggers.chatbot.exception("on_health_check has failed")

    def health_check(self) -> dict[str, Any]:
        """The state of the bot, as JSON can hold it."""
        health = self.library.health_check().to_dict()
        return {name: health[name] for name in HEALTH}

    # ---- its life

    async def start(self) -> None:
        """Starts the bot, which connects while the program goes on: await bot.authorized_event.wait() to wait for it."""
        if self._connect_task is not None and not self._connect_task.done():
            return
        self.stopped_event.clear()
        self._connect_task = asyncio.create_task(self._serve())
        # its failure is raised by run(); without run() it is in the log
        self._connect_task.add_done_callback(self._ended)

    async def _serve(self) -> None:
        Bot._running.add(self)
        try:
            await self.library.run()
        finally:
            Bot._running.discard(self)
            if self._told is not None:
                await self._told
            self.stopped_event.set()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            loggers.chatbot.error("The bot has given up: %s", task.exception())

    def _terminate(self) -> None:
        if self.library.service_notifier is not None:
            self.library.service_notifier.stopping()
        self.library.stop()

    async def run(self, handle_signals: bool = True) -> None:
        """Starts the bot and waits until it is stopped: by shutdown(), Ctrl-C or SIGTERM. Raises why, if it gives up."""
        loop = asyncio.get_running_loop()
        handled = []
        if handle_signals:
            for number in (signal.SIGINT, signal.SIGTERM):
                # the program, or a server such as uvicorn, has a handler of its own
                if not _is_default(signal.getsignal(number)):
                    continue
                # outside of the main thread nobody can
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self._terminate)
                    handled.append(number)
        try:
            await self.start()
            assert self._connect_task is not None
            await self._connect_task
        except GLib.Error as error:
            raise translate(error) from error
        finally:
            for number in handled:
                loop.remove_signal_handler(number)

    async def shutdown(self, timeout: float | None = None) -> None:
        """Stops the bot once its handlers are done, or after the time-out. A handler may call it, and does not wait for itself."""
        if timeout is not None:
            self.library.stop_timeout = timeout
        stopping = self.library.stop()
        if in_handler.get():
            return
        await call(stopping)
        if self._connect_task is not None:
            with contextlib.suppress(Exception):
                await self._connect_task
        self.stopped_event.set()

    # ---- calling the server

    async def __call__(self, method: methods.TrueConfMethod[T]) -> T:
        return await method(self, self.timeout)

    async def _user(self, user_id: str) -> str:
        return user_id if "@" in user_id else f"{user_id}@{await self.server_name}"

    @staticmethod
    def _check_length(text: str | None, error: Callable[[int], Exception]) -> None:
        if text is not None and (length := visible_len(text)) > MAX_TEXT:
            raise error(length)

    async def add_participant_to_chat(self, chat_id: str, user_id: str, display_history: bool = False
                                      ) -> responses.AddChatParticipantResponse:
        """Adds somebody to a chat."""
        return await self(methods.AddChatParticipant(chat_id, await self._user(user_id), display_history))

    async def change_participant_role(self, chat_id: str, user_id: str, role: str | ChatParticipantRole
                                      ) -> responses.ChangeParticipantRoleResponse:
        """Gives somebody another role."""
        return await self(methods.ChangeParticipantRole(chat_id, await self._user(user_id), _text_of(role)))

    async def create_channel(self, title: str) -> responses.CreateChannelResponse:
        """Makes a channel."""
        if len(title) > MAX_TITLE:
            raise exceptions.ChannelTitleTooLongError(len(title))
        return await self(methods.CreateChannel(title))

    async def clear_chat_history(self, chat_id: str, for_all: bool = False) -> responses.ClearChatHistoryResponse:
        """Removes the messages of a chat."""
        return await self(methods.ClearChatHistory(chat_id, for_all))

    async def create_favorites_chat(self) -> responses.CreateFavoritesChatResponse:
        """Makes the bot's own chat, or finds it."""
        return await self(methods.CreateFavoritesChat())

    async def create_group_chat(self, title: str) -> responses.CreateGroupChatResponse:
        """Makes a group."""
        if len(title) > MAX_TITLE:
            raise exceptions.GroupTitleTooLongError(len(title))
        return await self(methods.CreateGroupChat(title))

    async def create_personal_chat(self, user_id: str) -> responses.CreateP2PChatResponse:
        """Makes a chat with a person, or finds it."""
        return await self(methods.CreateP2PChat(await self._user(user_id)))

    async def delete_chat(self, chat_id: str) -> responses.RemoveChatResponse:
        """Removes a chat."""
        return await self(methods.RemoveChat(chat_id))

    async def edit_chat_title(self, chat_id: str, title: str) -> responses.EditChatTitleResponse:
        """Gives a chat another title."""
        if len(title) > MAX_TITLE:
            raise exceptions.ChatTitleTooLongError(
                f"The title has {len(title)} characters, and it can have {MAX_TITLE}", len(title), MAX_TITLE)
        return await self(methods.EditChatTitle(chat_id, title))

    async def edit_chat_avatar(self, chat_id: str, file: InputFile) -> responses.EditChatAvatarResponse:
        """Gives a chat another picture."""
        await self._checking(file, self.library.edit_chat_avatar(chat_id, await file.to_library()))
        return responses.EditChatAvatarResponse()

    async def forward_message(self, chat_id: str, message_id: str) -> responses.ForwardMessageResponse:
        """Forwards a message."""
        return await self(methods.ForwardMessage(message_id, chat_id))

    async def get_chats(self, count: int = 10, page: int = 1) -> responses.GetChatsResponse:
        """The bot's chats."""
        return await self(methods.GetChats(count, page))

    async def get_chat_by_id(self, chat_id: str) -> responses.GetChatByIdResponse:
        """A chat."""
        return await self(methods.GetChatByID(chat_id))

    async def get_chat_participant(self, chat_id: str, user_id: str) -> responses.GetChatParticipantResponse:
        """Somebody in a chat."""
        return await self(methods.GetChatParticipant(chat_id, await self._user(user_id)))

    async def get_chat_participants(self, chat_id: str, page_size: int, page_number: int) -> responses.GetChatParticipantsResponse:
        """Those in a chat."""
        return await self(methods.GetChatParticipants(chat_id, page_size, page_number))

    async def get_chat_history(self, chat_id: str, count: int, from_message_id: str | None = None) -> responses.GetChatHistoryResponse:
        """Messages of a chat."""
        if count < 1:
            raise ValueError(f"count has to be at least 1, not {count}")
        return await self(methods.GetChatHistory(chat_id, count, from_message_id))

    async def get_file_info(self, file_id: str) -> responses.GetFileInfoResponse:
        """A file."""
        return await self(methods.GetFileInfo(file_id))

    async def get_file_info_upload_limits(self) -> responses.GetFileUploadLimitsResponse:
        """The files that the server takes."""
        return await self(methods.GetFileUploadLimits())

    async def get_message_by_id(self, message_id: str) -> responses.GetMessageByIdResponse:
        """A message."""
        return await self(methods.GetMessageById(message_id))

    async def get_user_display_name(self, user_id: str) -> responses.GetUserDisplayNameResponse:
        """The name of a user."""
        return await self(methods.GetUserDisplayName(await self._user(user_id)))

    async def has_chat_participant(self, chat_id: str, user_id: str) -> responses.HasChatParticipantResponse:
        """Whether somebody is in a chat."""
        return await self(methods.HasChatParticipant(chat_id, await self._user(user_id)))

    async def remove_message(self, message_id: str, for_all: bool = False) -> responses.RemoveMessageResponse:
        """Removes a message, for the bot or for all."""
        return await self(methods.RemoveMessage(message_id, for_all))

    async def remove_participant_from_chat(self, chat_id: str, user_id: str, clear_history: bool = False
                                           ) -> responses.RemoveChatParticipantResponse:
        """Removes somebody from a chat."""
        return await self(methods.RemoveChatParticipant(chat_id, await self._user(user_id), clear_history))

    async def subscribe_file_progress(self, file_id: str) -> responses.SubscribeFileProgressResponse:
        """Asks to be told how much of a file has arrived."""
        return await self(methods.SubscribeFileProgress(file_id))

    async def unsubscribe_file_progress(self, file_id: str) -> responses.UnsubscribeFileProgressResponse:
        """Asks not to be told any more."""
        return await self(methods.UnsubscribeFileProgress(file_id))

    # ---- sending

    async def send_message(self, chat_id: str, text: str, parse_mode: ParseMode | str = ParseMode.TEXT,
                           reply_message_id: str | None = None, *, buttons: InlineKeyboardMarkup | None = None,
                           quote: str | None = None) -> responses.SendMessageResponse:
        """Sends a text. A quotation needs the message that it is from."""
        self._check_length(text, exceptions.TextMessageTooLongError)
        sent = await call(self.library.send_message(
            chat_id, text, _parse_mode(parse_mode), reply_message_id, quote=quote,
            keyboard=buttons.to_library() if buttons is not None else None))
        return responses.SendMessageResponse(sent.chat_id, sent.message_id, sent.timestamp)

    async def reply_message(self, chat_id: str, message_id: str, text: str, parse_mode: ParseMode | str = ParseMode.TEXT
                            ) -> responses.SendMessageResponse:
        """An old name of send_message() with reply_message_id."""
        warnings.warn("reply_message() is deprecated: use send_message() with reply_message_id=", DeprecationWarning, stacklevel=2)
        return await self.send_message(chat_id, text, parse_mode, message_id)

    async def edit_message(self, message_id: str, text: str, parse_mode: ParseMode | str = ParseMode.TEXT, *,
                           buttons: InlineKeyboardMarkup | None = None) -> responses.EditMessageResponse:
        """Replaces the text and the buttons of a message: without buttons it has none any more."""
        self._check_length(text, exceptions.TextMessageTooLongError)
        sent = await call(self.library.edit_message(
            message_id, text, _parse_mode(parse_mode), keyboard=buttons.to_library() if buttons is not None else None))
        return responses.EditMessageResponse(message_id, sent.timestamp)

    async def answer_command(self, command_id: str, answer_type: CommandAnswerType | str, text: str,
                             status: CommandMessageStatus | str | None = None, visibility: CommandMessageVisibility | str | None = None,
                             level: CommandMessageLevel | str | None = None) -> responses.AnswerCommandResponse:
        """Answers a pressed button."""
        return await self(methods.AnswerCommand(command_id, answer_type, text, status, visibility, level))

    async def send_chat_activity(self, chat_id: str, activity_type: ChatActivity | str) -> responses.SendChatActivityResponse:
        """Shows for a moment what the bot is doing."""
        return await self(methods.SendChatActivity(chat_id, ChatActivity(activity_type)))

    async def _checking(self, file: InputFile, operation: Awaitable[Any]) -> Any:
        """Waits for something with a file; what the server does not take is told as python-trueconf-bot does."""
        try:
            return await call(operation)
        except exceptions.TrueConfChatBotError as error:
            nick = getattr(getattr(error.__cause__, "code", None), "value_nick", None)
            if nick == "file-too-large" and file.file_size is not None and self.max_file_size is not None:
                raise exceptions.FileSizeTooLargeError(file.file_size, self.max_file_size) from error
            if nick == "file-extension-not-allowed":
                raise exceptions.InvalidFileExtensionError(
                    file.extension, set(self.file_extensions_list or ()), self.file_extension_filter_mode or "allow") from error
            raise

    async def _send_file(self, kind: str, chat_id: str, file: InputFile, **more: Any) -> responses.SendFileResponse:
        self._check_length(more.get("caption"), exceptions.FileCaptionTooLongError)
        send = getattr(self.library, f"send_{kind}")
        given = {name: value for name, value in more.items() if value is not None}
        sent = await self._checking(file, send(chat_id, await file.to_library(), **given))
        return responses.SendFileResponse(sent.timestamp, sent.chat_id, sent.message_id, sent.file_id, sent.caption_message_id)

    async def send_document(self, chat_id: str, file: InputFile, caption: str | None = None, parse_mode: ParseMode | str = ParseMode.TEXT,
                            reply_message_id: str | None = None) -> responses.SendFileResponse:
        """Sends a file."""
        return await self._send_file("document", chat_id, file, caption=caption, parse_mode=_parse_mode(parse_mode),
                                     reply_message_id=reply_message_id)

    async def send_photo(self, chat_id: str, file: InputFile, preview: InputFile | None = None, caption: str | None = None,
                         parse_mode: ParseMode | str = ParseMode.TEXT, reply_message_id: str | None = None
                         ) -> responses.SendFileResponse:
        """Sends a picture. Without a preview, it is its own."""
        small = await preview.to_library() if preview is not None else None
        return await self._send_file("photo", chat_id, file, preview=small, caption=caption, parse_mode=_parse_mode(parse_mode),
                                     reply_message_id=reply_message_id)

    async def send_sticker(self, chat_id: str, file: InputFile, reply_message_id: str | None = None) -> responses.SendFileResponse:
        """Sends a sticker."""
        return await self._send_file("sticker", chat_id, file, reply_message_id=reply_message_id)

    @staticmethod
    def _survey_type(survey_type: SurveyType | str) -> Any:
        return "anonymous" if SurveyType(survey_type) is SurveyType.ANONYMOUS else "normal"

    async def send_survey(self, chat_id: str, title: str, survey_campaign_id: str, reply_message_id: str | None = None,
                          survey_type: SurveyType = SurveyType.NON_ANONYMOUS) -> responses.SendSurveyResponse:
        """Sends a survey."""
        sent = await call(self.library.send_survey(chat_id, title, survey_campaign_id, self._survey_type(survey_type), reply_message_id))
        return responses.SendSurveyResponse(sent.chat_id, sent.message_id, sent.timestamp)

    async def edit_survey(self, message_id: str, title: str, survey_campaign_id: str,
                          survey_type: SurveyType = SurveyType.NON_ANONYMOUS) -> responses.EditSurveyResponse:
        """Replaces a survey."""
        sent = await call(self.library.edit_survey(message_id, title, survey_campaign_id, self._survey_type(survey_type)))
        return responses.EditSurveyResponse(message_id, sent.timestamp)

    async def download_file_by_id(self, file_id: str, dest_path: str | Path | None = None, *, file_path: str | Path | None = None
                                  ) -> bytes | Path | None:
        """Downloads a file to a path, or returns its bytes. None, and an error in the log, if it could not be downloaded."""
        if dest_path is not None and file_path is not None:
            raise ValueError("give file_path= or dest_path=, which is the old name for a folder")
        if dest_path is not None:
            warnings.warn("dest_path is deprecated: use file_path, which names the file itself", DeprecationWarning, stacklevel=2)
        info = await self.get_file_info(file_id)
        if info.ready_state == FileReadyState.NOT_AVAILABLE:
            loggers.chatbot.warning("File %s is not available", file_id)
            return None
        path = Path(file_path) if file_path is not None else None
        if dest_path is not None:
            path = Path(dest_path) / (Path(info.name).name or "file")
        if path is None and info.size > self.max_in_memory_download_size:
            raise exceptions.InMemoryDownloadLimitExceededError(info.size, self.max_in_memory_download_size)
        try:
            if path is None:
                content = await call(self.library.download_file_bytes(file_id))
                return content if isinstance(content, bytes) else bytes(content.get_data())
            path.parent.mkdir(parents=True, exist_ok=True)
            await call(self.library.download_file(file_id, path))
            return path
        except (exceptions.TrueConfChatBotError, TimeoutError, GLib.Error) as error:
            loggers.chatbot.error("File %s could not be downloaded: %s", file_id, error)
            return None


register(__name__, globals(), bot="Bot HealthCheckCallback")
