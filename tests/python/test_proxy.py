# SPDX-License-Identifier: LGPL-2.1-or-later
"""Through the proxy of the environment: what is sent to it, how often, and who is blamed."""

import base64
import json
import os
import socket
import subprocess
import sys
import threading
import unittest

from harness import main

PASSWORD = "pr0xy"

PROGRAM = """
import json, sys
import gi
gi.require_version("Trueconf", "1")
from gi.repository import Trueconf
bot = Trueconf.Bot(ws_max_retries=1, **json.loads(sys.argv[1]))
try:
    bot.run()
except Trueconf.BotError:
    print(json.dumps(bot.health_check().to_dict()))
"""


class Proxy:
    """Lets nothing through without its password; behind it is a server that is not available."""

    def __init__(self, drops=False):
        self.drops = drops
        self.requests = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                self.answer(connection)

    def read(self, connection):
        text = b""
        while b"\r\n\r\n" not in text and (chunk := connection.recv(4096)):
            text += chunk
        return text.decode()

    def answer(self, connection):
        request = self.read(connection)
        self.requests.append(request)
        right = base64.b64encode(f"user:{PASSWORD}".encode()).decode()
        if self.drops:
            return
        if f"Basic {right}" not in request:
            connection.sendall(b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n")
            return
        connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        self.requests.append(self.read(connection))
        connection.sendall(b"HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")


class ProxyTest(unittest.TestCase):
    def run_bot(self, port, secret="wrong", server="server.invalid", **settings):
        """The state in which a bot gives up that runs with a proxy in its environment."""
        proxy = f"http://user:{secret}@127.0.0.1:{port}"
        env = {key: value for key, value in os.environ.items() if key != "GIO_USE_PROXY_RESOLVER"}
        env.update(http_proxy=proxy, https_proxy=proxy, no_proxy="")
        settings = {"server": server, "port": 1, "token": "e30.e30.x", **settings}
        done = subprocess.run([sys.executable, "-c", PROGRAM, json.dumps(settings)], env=env, capture_output=True,
                              text=True, timeout=60, check=True)
        self.assertNotIn(PASSWORD, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def proxy(self, **kwargs):
        proxy = Proxy(**kwargs)
        self.addCleanup(proxy.listener.close)
        return proxy

    def test_wrong_password(self):
        for settings in {"https": True}, {"https": False}, {"https": False, "token": "", "username": "u", "password": "p"}:
            proxy = self.proxy()
            health = self.run_bot(proxy.port, **settings)
            self.assertEqual(health["cause"], "proxy")
            self.assertIn("proxy", health["error"])
            self.assertEqual(len(proxy.requests), 1)

    def test_right_password(self):
        for settings in {}, {"token": "", "username": "u", "password": "p"}:
            proxy = self.proxy()
            health = self.run_bot(proxy.port, PASSWORD, https=False, **settings)
            self.assertEqual(health["cause"], "http")
            self.assertIn("503", health["error"])
            self.assertEqual([request.split()[0] for request in proxy.requests][0], "CONNECT")
            self.assertEqual(len(proxy.requests), 2)
            self.assertNotIn("Proxy-Authorization", proxy.requests[1])

    def test_dropped(self):
        for https in True, False:
            proxy = self.proxy(drops=True)
            self.assertEqual(self.run_bot(proxy.port, https=https)["cause"], "proxy")

    def test_this_machine(self):
        proxy = self.proxy()
        for server in "127.0.0.1", "127.0.0.2", "localhost", "::1", "[::1%lo]":
            for https in True, False:
                health = self.run_bot(proxy.port, server=server, https=https)
                self.assertEqual(health["cause"], "refused", health["error"])
        self.assertEqual(proxy.requests, [])


if __name__ == "__main__":
    main()
