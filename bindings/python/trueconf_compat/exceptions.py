# SPDX-License-Identifier: LGPL-2.1-or-later
"""The exceptions of python-trueconf-bot."""

from __future__ import annotations

from typing import Any


class TrueConfChatBotError(Exception):
    """Any error of this module."""


class WSConnectionError(TrueConfChatBotError, ConnectionError):
    """The server cannot be reached, or the connection was lost."""


class TokenValidationError(TrueConfChatBotError):
    """The token cannot be one."""


class InvalidGrantError(TrueConfChatBotError):
    """The server refuses the token or the password."""


class PasswordAuthDisabledError(TrueConfChatBotError):
    """The server takes no passwords."""

    def __init__(self, message: str = "The server takes no passwords. Use Bot.from_oauth()") -> None:
        super().__init__(message)


class OAuthMissingScopeError(TrueConfChatBotError):
    """The OAuth application may do nothing."""

    def __init__(self, message: str = "The OAuth application has no scope. Give it one on the server, for example version:read") -> None:
        super().__init__(message)


class LimitExceededError(TrueConfChatBotError):
    """Something is longer or larger than the server takes."""

    def __init__(self, message: str, actual_value: int, limit: int) -> None:
        super().__init__(message)
        self.actual_value = actual_value
        self.limit = limit


class TextMessageTooLongError(LimitExceededError):
    """A text is too long for one message."""

    def __init__(self, actual_length: int, limit: int = 4096) -> None:
        super().__init__(f"The text has {actual_length} characters, and a message can have {limit}. Split it with safe_split_text()",
                         actual_length, limit)


class FileCaptionTooLongError(LimitExceededError):
    """A caption is too long."""

    def __init__(self, actual_length: int, limit: int = 4096) -> None:
        super().__init__(f"The caption has {actual_length} characters, and it can have {limit}. Send the rest as a message",
                         actual_length, limit)


def _title(of: str, actual_length: int, limit: int) -> str:
    return f"The title has {actual_length} characters, and that of {of} can have {limit}"


class ChatTitleTooLongError(LimitExceededError):
    """The title of a chat is too long."""


class GroupTitleTooLongError(ChatTitleTooLongError):
    """The title of a group is too long."""

    def __init__(self, actual_length: int, limit: int = 256) -> None:
        super().__init__(_title("a group", actual_length, limit), actual_length, limit)


class ChannelTitleTooLongError(ChatTitleTooLongError):
    """The title of a channel is too long."""

    def __init__(self, actual_length: int, limit: int = 256) -> None:
        super().__init__(_title("a channel", actual_length, limit), actual_length, limit)


class FileValidationError(TrueConfChatBotError):
    """The server does not take such a file."""


class FileSizeTooLargeError(FileValidationError, LimitExceededError):
    """A file is larger than the server takes."""

    def __init__(self, actual_size: int, limit: int) -> None:
        LimitExceededError.__init__(self, f"The file has {actual_size} bytes, and the server takes {limit}", actual_size, limit)


class InMemoryDownloadLimitExceededError(LimitExceededError):
    """A file is too large to be downloaded into memory."""

    def __init__(self, actual_size: int, limit: int) -> None:
        super().__init__(f"The file has {actual_size} bytes, and {limit} fit into memory. Give a file_path", actual_size, limit)


class InvalidFileExtensionError(FileValidationError):
    """The server does not take files with this extension."""

    def __init__(self, extension: str, extensions: set[str] | None = None, mode: str = "allow") -> None:
        self.extension = extension
        self.extensions = extensions or set()
        self.mode = mode
        listed = ", ".join(sorted(self.extensions))
        rule = f"it takes {listed}" if mode == "allow" else f"it refuses {listed}"
        super().__init__(f"The server does not take files that end in .{extension}" + (f": {rule}" if listed else ""))


class ApiErrorException(TrueConfChatBotError):
    """The server has answered with an error."""

    def __init__(self, code: int, detail: str, payload: dict[str, Any] | None = None) -> None:
        super().__init__(f"[{code}] {detail}")
        self.code = code
        self.detail = detail
        self.payload = payload or {}


class FileUploadError(TrueConfChatBotError):
    """A file could not be sent to the server."""
