# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files to send: from the disk, from memory, from the web."""

from __future__ import annotations

import asyncio
import email.message
import os
import ssl
import urllib.parse
import urllib.request
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Self

from gi.repository import Gio

from .._library import GLib, Trueconf

_CHUNK = 1 << 16


def detect_mime_type(data: bytes, file_name: str = "") -> str:
    """The kind of a file, by its first bytes and its name."""
    content_type, _uncertain = Gio.content_type_guess(file_name or None, data[:_CHUNK])
    return Gio.content_type_get_mime_type(content_type) or "application/octet-stream"


def file_name_from_url(url: str) -> str:
    """The last part of an address."""
    return urllib.parse.unquote(urllib.parse.urlsplit(url).path).rsplit("/", 1)[-1]


def file_name_from_content_disposition(header: str) -> str | None:
    """The name of a file in a header of HTTP."""
    message = email.message.Message()
    message["Content-Disposition"] = header
    name = message.get_filename()
    return os.path.basename(name) or None if name else None


class InputFile(ABC):
    """A file to send."""

    def __init__(self, file_name: str | None = None, file_size: int | None = None, mime_type: str | None = None) -> None:
        self.file_name = file_name
        self.file_size = file_size
        self.mime_type = mime_type

    @property
    def extension(self) -> str:
        """The end of the name, after the dot."""
        return os.path.splitext(self.file_name or "")[1].lstrip(".").lower()

    @abstractmethod
    async def read(self) -> bytes:
        """What is in the file."""

    @abstractmethod
    def clone(self) -> Self:
        """The same file once more."""

    async def to_library(self) -> Any:
        """The library's object for it."""
        made = Trueconf.InputFile.new_for_bytes(GLib.Bytes.new(await self.read()), self.file_name or "file")
        if self.mime_type:
            made.set_mime_type(self.mime_type)
        return made


class BufferedInputFile(InputFile):
    """A file in memory."""

    def __init__(self, file: bytes, file_name: str | None = None, file_size: int | None = None, mime_type: str | None = None,
                 **kwargs: Any) -> None:
        super().__init__(file_name, len(file) if file_size is None else file_size, mime_type or detect_mime_type(file, file_name or ""))
        self.data = file

    @classmethod
    def from_file(cls, path: str | Path, file_name: str | None = None, file_size: int | None = None, mime_type: str | None = None,
                  **kwargs: Any) -> BufferedInputFile:
        """Reads a file of the disk into memory."""
        path = Path(path)
        return cls(path.read_bytes(), file_name or path.name, file_size, mime_type, **kwargs)

    async def read(self) -> bytes:
        """What is in the file."""
        return self.data

    def clone(self) -> Self:
        """The same file once more."""
        return type(self)(self.data, self.file_name, self.file_size, self.mime_type)


class FSInputFile(InputFile):
    """A file of the disk. It is not read into memory when it is sent."""

    def __init__(self, path: str | Path, file_name: str | None = None, file_size: int | None = None, mime_type: str | None = None,
                 **kwargs: Any) -> None:
        self.path = Path(path)
        if file_size is None and self.path.is_file():
            file_size = self.path.stat().st_size
        super().__init__(file_name or self.path.name, file_size, mime_type)

    async def read(self) -> bytes:
        """What is in the file."""
        return await asyncio.to_thread(self.path.read_bytes)

    def clone(self) -> Self:
        """The same file once more."""
        return type(self)(self.path, self.file_name, self.file_size, self.mime_type)

    async def to_library(self) -> Any:
        """The library's object for it."""
        made = Trueconf.InputFile.new_for_file(Gio.File.new_for_path(os.fspath(self.path)))
        if self.file_name and self.file_name != self.path.name:
            made.set_file_name(self.file_name)
        if self.mime_type:
            made.set_mime_type(self.mime_type)
        return made


class URLInputFile(InputFile):
    """A file of the web, which is fetched when it is sent."""

    def __init__(self, url: str, headers: dict[str, Any] | None = None, file_name: str | None = None, file_size: int | None = None,
                 mime_type: str | None = None, timeout: int = 30, verify_ssl: Any = True, **kwargs: Any) -> None:
        super().__init__(file_name, file_size, mime_type)
        self.url = url
        self.headers = dict(headers or {})
        self.timeout = timeout
        self.verify_ssl = verify_ssl
        self._content: bytes | None = None

    def _context(self) -> ssl.SSLContext:
        if isinstance(self.verify_ssl, ssl.SSLContext):
            return self.verify_ssl
        if isinstance(self.verify_ssl, (str, os.PathLike)):
            return ssl.create_default_context(cafile=os.fspath(self.verify_ssl))
        context = ssl.create_default_context()
        if not self.verify_ssl:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def _fetch(self, max_size: int | None) -> bytes:
        if urllib.parse.urlsplit(self.url).scheme not in ("http", "https"):
            raise ValueError("the address of a file has to begin with http:// or https://")
        request = urllib.request.Request(self.url, headers={key: str(value) for key, value in self.headers.items()})
        with urllib.request.urlopen(request, timeout=self.timeout, context=self._context()) as answer:
            content: bytes = answer.read() if max_size is None else answer.read(max_size + 1)
            disposition = answer.headers.get("Content-Disposition")
            self.mime_type = self.mime_type or answer.headers.get_content_type()
        if max_size is not None and len(content) > max_size:
            raise ValueError(f"the file at the address has more than {max_size} bytes")
        if self.file_name is None:
            name = file_name_from_content_disposition(disposition) if disposition else None
            self.file_name = name or file_name_from_url(self.url) or "file"
        self.file_size = len(content)
        return content

    async def prepare(self) -> None:
        """Fetches the file, so that its name and size are known."""
        await self.read()

    async def read(self, max_size: int | None = None) -> bytes:
        """What is in the file."""
        if self._content is None:
            self._content = await asyncio.to_thread(self._fetch, max_size)
        return self._content

    def clone(self) -> Self:
        """The same file once more."""
        return type(self)(self.url, self.headers, self.file_name, self.file_size, self.mime_type, self.timeout, self.verify_ssl)
