# SPDX-License-Identifier: LGPL-2.1-or-later
"""Through a proxy: what is sent to it, how often, and who is blamed; and other ways to the server than the straight one."""

import base64
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

from harness import BotTest, main, run

from gi.repository import Gio, GLib, Trueconf

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


class ResolverTest(BotTest):
    def serve(self, answer):
        """A listener that answers each connection in a thread."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)

        def serve():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    try:
                        answer(connection)
                    except OSError:
                        pass
        threading.Thread(target=serve, daemon=True).start()
        return listener.getsockname()[1]

    def drain(self, connection):
        """What is not read would make a reset of the end."""
        while connection.recv(4096):
            pass

    def test_named(self):
        proxy = Proxy()
        self.addCleanup(proxy.listener.close)
        resolver = Gio.SimpleProxyResolver.new(f"http://user:wr0ng@127.0.0.1:{proxy.port}", None)
        for settings in {}, {"token": "e30.e30.x"}:
            bot = self.make_bot(proxy_resolver=resolver, **settings)
            self.assertIs(bot.proxy_resolver, resolver)
            error = self.start_until(bot, Trueconf.BotError)
            self.assertEqual(error.cause, Trueconf.ErrorCause.PROXY)
            self.assertIn(f"the proxy http://127.0.0.1:{proxy.port}", str(error))
            self.assertNotIn("wr0ng", str(error))
        self.assertEqual(len(proxy.requests), 2)

    def test_dead_and_dropping(self):
        for port in 1, self.serve(lambda connection: connection.recv(4096)):
            resolver = Gio.SimpleProxyResolver.new(f"http://127.0.0.1:{port}", None)
            for settings in {}, {"token": "e30.e30.x"}:
                bot = self.make_bot(proxy_resolver=resolver, ws_max_retries=1, **settings)
                error = self.start_until(bot, Trueconf.BotError)
                self.assertEqual(error.cause, Trueconf.ErrorCause.PROXY)

    def test_files(self):
        """The proxy lets the WebSocket through, and nothing after it."""
        opened = []

        def answer(connection):
            connection.recv(4096)
            if opened:
                return
            opened.append(True)
            connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            with socket.create_connection(("127.0.0.1", self.sandbox.port)) as server:
                other = threading.Thread(target=copy, args=(server, connection.dup()), daemon=True)
                other.start()
                copy(connection, server)

        def copy(source, target):
            try:
                while chunk := source.recv(4096):
                    target.sendall(chunk)
            except OSError:
                pass

        def serve_each(connection):
            threading.Thread(target=answer_and_close, args=(connection.dup(),), daemon=True).start()

        def answer_and_close(connection):
            with connection:
                answer(connection)

        port = self.serve(serve_each)
        resolver = Gio.SimpleProxyResolver.new(f"http://user:wr0ng@127.0.0.1:{port}", None)
        bot = self.make_bot(proxy_resolver=resolver, token=self.sandbox.token())
        run(bot.start())
        with self.assertRaises(Trueconf.UploadFailed) as caught:
            run(bot.upload_file(Trueconf.InputFile.new_for_bytes(GLib.Bytes.new(b"xxx"), "a.bin")))
        self.assertIn(f"the proxy http://127.0.0.1:{port}", str(caught.exception))
        self.assertNotIn("wr0ng", str(caught.exception))

    def redirecting(self, places):
        """A server that sends each request on to the next place, and then is not available."""
        paths = []

        def answer(connection):
            text = b""
            while b"\r\n\r\n" not in text and (chunk := connection.recv(4096)):
                text += chunk
            paths.append(text.split()[1].decode())
            place = places[len(paths) - 1] if len(paths) <= len(places) else None
            head = f"302 Found\r\nLocation: {place}" if place else "503 Busy"
            connection.sendall(f"HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode())
            connection.shutdown(socket.SHUT_WR)
            self.drain(connection)
        return self.serve(answer), paths

    def test_redirected(self):
        for settings in {}, {"token": "e30.e30.x"}:
            for places, code, words in ((["/a"], 2, "503"), (["/a", "/b"], 2, "again and again"),
                                        (["http://other.invalid/a"], 1, "http://other.invalid:80")):
                port, paths = self.redirecting(places)
                bot = self.make_bot(port=port, ws_max_retries=1, **settings)
                error = self.start_until(bot, Trueconf.BotError)
                self.assertEqual(error.cause, Trueconf.ErrorCause.HTTP)
                self.assertIn(words, str(error))
                self.assertEqual(len(paths), code)

    def make_certificate(self, folder):
        """For localhost: what servers use, and the file with the certificate."""
        pem, key = f"{folder}/cert.pem", f"{folder}/key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-keyout", key, "-out", pem, "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem, key)
        return context, pem

    def test_certificate_of_proxy(self):
        """The proxy's own certificate is refused as such, before the proxy is told anything."""
        said = []
        with tempfile.TemporaryDirectory() as folder:
            context, pem = self.make_certificate(folder)

            def answer(connection):
                with context.wrap_socket(connection, server_side=True) as tls:
                    said.append(tls.recv(4096))
            port = self.serve(answer)
            resolver = Gio.SimpleProxyResolver.new(f"https://user:wr0ng@localhost:{port}", None)
            for settings in {}, {"token": "e30.e30.x"}:
                # the bot's authorities are for the server
                bot = self.make_bot(server="server.invalid", https=True, proxy_resolver=resolver, tls_ca_file=pem, ws_max_retries=1,
                                    **settings)
                error = self.start_until(bot, Trueconf.BotError)
                self.assertEqual(error.cause, Trueconf.ErrorCause.PROXY, str(error))
                self.assertIn(f"the proxy https://localhost:{port}: the proxy's certificate is not accepted", str(error))
                self.assertNotIn("wr0ng", str(error))
        self.assertEqual([bytes for bytes in said if bytes], [])

    def test_redirected_from_tls(self):
        """Neither the password nor the token goes where others could read along."""
        visits = []

        def note(connection):
            visits.append(connection.recv(4096))
        plain = self.serve(note)

        with tempfile.TemporaryDirectory() as folder:
            context, pem = self.make_certificate(folder)

            def answer(connection):
                with context.wrap_socket(connection, server_side=True) as tls:
                    tls.recv(4096)
                    tls.sendall(f"HTTP/1.1 307 Moved\r\nLocation: http://localhost:{plain}/a\r\n"
                                "Connection: close\r\nContent-Length: 0\r\n\r\n".encode())
                    self.drain(tls)
            port = self.serve(answer)
            for settings in {}, {"token": "e30.e30.x"}:
                bot = self.make_bot(server="localhost", port=port, https=True, tls_ca_file=pem, ws_max_retries=1,
                                    **settings)
                error = self.start_until(bot, Trueconf.BotError)
                self.assertEqual(error.cause, Trueconf.ErrorCause.HTTP, str(error))
                self.assertIn(f"“http://localhost:{plain}”, without TLS", str(error))
        self.assertEqual(visits, [])

    def test_final_dot(self):
        with tempfile.TemporaryDirectory() as folder:
            context, pem = self.make_certificate(folder)

            def answer(connection):
                with context.wrap_socket(connection, server_side=True) as tls:
                    tls.recv(4096)
                    tls.sendall(b"HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                    self.drain(tls)
            port = self.serve(answer)
            for server in "localhost", "localhost.":
                for settings in {}, {"token": "e30.e30.x"}:
                    bot = self.make_bot(server=server, port=port, https=True, tls_ca_file=pem, ws_max_retries=1,
                                        **settings)
                    error = self.start_until(bot, Trueconf.BotError)
                    self.assertEqual(error.cause, Trueconf.ErrorCause.HTTP, str(error))
                    self.assertIn("503", str(error))


if __name__ == "__main__":
    main()
