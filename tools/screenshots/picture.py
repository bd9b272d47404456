# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pictures that know which text they show, so that a test can tell whether they are current without looking at them."""

import re
import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"Description"


def chunks(data):
    """(kind, content) of each part of a PNG."""
    if not data.startswith(SIGNATURE):
        raise ValueError("this is no PNG")
    position = len(SIGNATURE)
    while position < len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        yield kind, data[position + 8:position + 8 + length]
        position += length + 12


def with_text(data, text):
    """The picture with a text in it (iTXt, UTF-8)."""
    content = KEYWORD + b"\0\0\0\0\0" + text.encode()
    parts = [(kind, part) for kind, part in chunks(data) if kind != b"iTXt"]
    parts.insert(1, (b"iTXt", content))
    return SIGNATURE + b"".join(struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))
                                for kind, part in parts)


def text_of(data):
    return next((part.split(b"\0", 5)[-1].decode() for kind, part in chunks(data) if kind == b"iTXt" and part.startswith(KEYWORD)), None)


def size_of(data):
    return struct.unpack_from(">II", next(part for kind, part in chunks(data) if kind == b"IHDR"))


def lasting(text):
    """What is the same each time: ids, times, ports, sizes and figures are not."""
    text = re.sub(r"\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9a-f]{32,}\b", "ID", text)
    # bars of progress
    text = re.sub(r"[#.]{20,}", "BAR", text)
    text = re.sub(r"\d+(?:[.,:]\d+)*", "0", text)
    return re.sub(r"[ \t]+", " ", text).strip()
