# SPDX-License-Identifier: LGPL-2.1-or-later
"""A server that answers what a test wants, however odd: the sandbox says nothing that a server would not say."""

import base64
import hashlib
import json
import struct

from tool_listener import Listener

KEY = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class OddServer(Listener):
    """`answers` has a payload for each method, or a function of the payload that was asked with. `posts` is what it answers to
    POST, of a file or for a token, `user` who the bot is."""

    def __init__(self, user="echo_bot@odd.example", posts=None, **answers):
        self.answers = {"auth": {"userId": user}, **answers}
        self.posts = posts
        self.asked = []
        super().__init__()

    def count(self, method):
        return sum(name == method for name, _ in self.asked)

    def serve(self, connection):
        with connection.makefile("rb") as stream:
            request = stream.readline().decode()
            headers = {}
            while line := stream.readline().strip().decode():
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            if "upgrade" in headers.get("connection", "").lower():
                self._upgrade(connection, headers["sec-websocket-key"])
                try:
                    self._talk(connection, stream)
                except struct.error:
                    pass
            else:
                stream.read(int(headers.get("content-length", 0)))
                answer = json.dumps(self.posts).encode() if self.posts and request.startswith("POST") else b""
                connection.sendall(b"HTTP/1.1 %s\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                                   % (b"200 OK" if answer else b"404 No", len(answer), answer))

    def _upgrade(self, connection, key):
        accept = base64.b64encode(hashlib.sha1(key.encode() + KEY).digest())
        connection.sendall(b"HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: json.v1\r\n"
                           b"Sec-WebSocket-Accept: %s\r\n\r\n" % accept)

    def _talk(self, connection, stream):
        while True:
            first, second = struct.unpack("BB", stream.read(2))
            length = second & 127
            if length > 125:
                length, = struct.unpack(">H" if length == 126 else ">Q", stream.read(2 if length == 126 else 8))
            mask = stream.read(4)
            data = bytes(byte ^ mask[i % 4] for i, byte in enumerate(stream.read(length)))
            if first & 15 == PING:
                self._send(connection, PONG, data)
            elif first & 15 == CLOSE:
                self._send(connection, CLOSE, data)
                return
            elif first & 15 == TEXT:
                self._answer(connection, json.loads(data))

    def _answer(self, connection, frame):
        if frame["type"] != 1:
            return
        self.asked.append((frame["method"], frame.get("payload")))
        answer = self.answers.get(frame["method"], {"errorCode": 4})
        payload = answer(frame.get("payload")) if callable(answer) else answer
        self._send(connection, TEXT, json.dumps({"type": 2, "id": frame["id"], "payload": payload}).encode())

    def _send(self, connection, opcode, data):
        size = (struct.pack("B", len(data)) if len(data) < 126 else
                struct.pack(">BH", 126, len(data)) if len(data) < 65536 else struct.pack(">BQ", 127, len(data)))
        connection.sendall(struct.pack("B", 0x80 | opcode) + size + data)
