# SPDX-License-Identifier: LGPL-2.1-or-later
"""trueconf_compat: certificates, log-in by an OAuth2 application, and files of the web."""

import asyncio
import contextlib
import functools
import http.server
import os
import ssl
import subprocess
import tempfile
import threading
from pathlib import Path

from compat_harness import CompatTest
from harness import PATIENCE, Sandbox, main

from trueconf_compat import Bot
from trueconf_compat.exceptions import InvalidGrantError, OAuthMissingScopeError, PasswordAuthDisabledError, WSConnectionError
from trueconf_compat.types import URLInputFile

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(2000)


def make_certificate(folder):
    """A certificate for this machine that nobody has signed, and its key."""
    certificate, key = f"{folder}/cert.pem", f"{folder}/key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key,
                    "-out", certificate, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
                   check=True, capture_output=True)
    return certificate, key


class Folder(CompatTest):
    """Tests with a certificate in a folder of their own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.certificate, self.key = make_certificate(self.folder)
        super().setUp()

    def go(self, bot, program):
        """Runs an async function of the bot beside it."""
        async def beside():
            async with self.running(bot):
                return await program(bot)

        return asyncio.run(asyncio.wait_for(beside(), 3 * PATIENCE))

    def fails(self, bot, kind):
        """The exception with which the bot gives up."""
        async def start():
            with self.assertRaises(kind) as caught:
                await bot.run(handle_signals=False)
            return caught.exception

        return asyncio.run(asyncio.wait_for(start(), 3 * PATIENCE))


class VerificationTest(Folder):
    def setUp(self):
        super().setUp()
        # urllib of the harness does not know the certificate: the control interface is not needed here
        self.server = Sandbox("--tls-cert", self.certificate, "--tls-key", self.key)
        self.addCleanup(self.server.close)

    def make(self, verify_ssl):
        return Bot.from_credentials("127.0.0.1", "echo_bot", "secret", web_port=self.server.port, verify_ssl=verify_ssl, ws_max_retries=1)

    def test_refused(self):
        context = ssl.create_default_context()
        for verify_ssl in True, context:
            with self.subTest(verify_ssl):
                self.assertIn("certificate", str(self.fails(self.make(verify_ssl), WSConnectionError)))

    def test_accepted(self):
        own = ssl.create_default_context(cafile=self.certificate)
        anything = ssl.create_default_context()
        anything.check_hostname = False
        anything.verify_mode = ssl.CERT_NONE
        for verify_ssl in False, anything, own, self.certificate, Path(self.certificate):
            with self.subTest(verify_ssl):
                async def send(bot):
                    chat = await bot.create_personal_chat("nora")
                    return await bot.send_message(chat.chat_id, "hello"), bot.me_id

                sent, me = self.go(self.make(verify_ssl), send)
                self.assertTrue(sent.message_id)
                self.assertTrue(me.startswith("echo_bot@"))

    def test_file_is_missing(self):
        error = self.fails(self.make(self.folder / "nothing.pem"), ValueError)
        self.assertIn("nothing.pem", str(error))


class OAuthTest(Folder):
    options = ("--no-password-auth", "--oauth-client", "app:chatbot:read", "--oauth-client", "idle")

    def make(self, client_id, password="secret"):
        return Bot.from_oauth("127.0.0.1", "echo_bot", password, client_id, web_port=self.sandbox.port, https=False, ws_max_retries=1)

    def test_log_in(self):
        async def send(bot):
            chat = await bot.create_personal_chat("nora")
            await bot.send_message(chat.chat_id, "hello")

        self.go(self.make("app"), send)
        self.assertEqual(self.sandbox.texts(), ["hello"])

    def test_refused(self):
        for bot, kind in (
                (self.make("idle"), OAuthMissingScopeError), (self.make("nobody"), ValueError),
                (self.make("app", password="wr0ng"), InvalidGrantError),
                (Bot.from_credentials("127.0.0.1", "echo_bot", "secret", web_port=self.sandbox.port, https=False), PasswordAuthDisabledError)):
            with self.subTest(kind):
                error = self.fails(bot, kind)
                self.assertNotIn("wr0ng", str(error))
                self.assertNotIn("secret", str(error))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, self.headers.get("X-Key")))
        status, headers, content = self.server.pages.get(self.path, (404, {}, b"nothing"))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


class UrlTest(Folder):
    @contextlib.contextmanager
    def serve(self, pages, tls=False):
        """A web server with pages of (status, headers, content), and its address."""
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.pages, server.asked = pages, []
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate, self.key)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            server.handle_error = lambda *_: None
        thread = threading.Thread(target=functools.partial(server.serve_forever, 0.01))
        thread.start()
        try:
            yield server, f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def make(self):
        return Bot("127.0.0.1", self.sandbox.token(), web_port=self.sandbox.port, https=False)

    def test_sent(self):
        pages = {
            "/a/cat%20one.png": (200, {"Content-Type": "image/png"}, PICTURE),
            "/download?id=5": (200, {"Content-Type": "text/plain; charset=utf-8",
                                     "Content-Disposition": "attachment; filename=\"../../plan.txt\""}, b"the plan"),
        }

        async def send(bot):
            chat = (await bot.create_personal_chat("nora")).chat_id
            await bot.send_photo(chat, URLInputFile(f"{address}/a/cat%20one.png", headers={"X-Key": 7}))
            await bot.send_document(chat, URLInputFile(f"{address}/download?id=5"))
            await bot.send_document(chat, URLInputFile(f"{address}/download?id=5", file_name="own.txt"))

        with self.serve(pages) as (server, address):
            self.go(self.make(), send)
            self.assertEqual(server.asked, [("/a/cat%20one.png", "7"), ("/download?id=5", None), ("/download?id=5", None)])
        files = self.sandbox.call("/sandbox/files")["files"]
        self.assertEqual([(file["name"], file["size"]) for file in files],
                         [("cat one.png", len(PICTURE)), ("plan.txt", 8), ("own.txt", 8)])

    def test_fetched_once(self):
        async def prepare():
            file = URLInputFile(f"{address}/x.bin", timeout=PATIENCE)
            self.assertEqual((file.file_name, file.file_size), (None, None))
            await file.prepare()
            self.assertEqual((file.file_name, file.file_size, file.mime_type, file.extension), ("x.bin", 3, "application/x-bin", "bin"))
            self.assertEqual((await file.read(), await file.read()), (b"abc", b"abc"))
            self.assertEqual(len(server.asked), 1)
            # a copy does not share what was fetched
            self.assertEqual(await file.clone().read(), b"abc")
            self.assertEqual(len(server.asked), 2)
            with self.assertRaisesRegex(ValueError, "more than 2 bytes"):
                await URLInputFile(f"{address}/x.bin").read(max_size=2)

        with self.serve({"/x.bin": (200, {"Content-Type": "application/x-bin"}, b"abc")}) as (server, address):
            asyncio.run(prepare())

    def test_not_fetched(self):
        secret = self.folder / "secret"
        secret.write_text("x")

        async def read(url, **more):
            return await URLInputFile(url, timeout=PATIENCE, **more).read()

        for url in f"file://{secret}", "ftp://127.0.0.1/x", os.fspath(secret), "data:text/plain,x":
            with self.subTest(url), self.assertRaisesRegex(ValueError, "has to begin with"):
                asyncio.run(read(url))
        with self.serve({}) as (_, address), self.assertRaisesRegex(OSError, "404"):
            asyncio.run(read(f"{address}/nothing"))
        # a redirection leads nowhere else than the web
        with self.serve({"/x": (302, {"Location": f"file://{secret}"}, b"")}) as (_, address), self.assertRaises(OSError):
            asyncio.run(read(f"{address}/x"))

    def test_verification(self):
        async def read(verify_ssl):
            return await URLInputFile(f"{address}/x", verify_ssl=verify_ssl, timeout=PATIENCE).read()

        with self.serve({"/x": (200, {}, b"abc")}, tls=True) as (_, address):
            with self.assertRaisesRegex(OSError, "CERTIFICATE_VERIFY_FAILED"):
                asyncio.run(read(True))
            for verify_ssl in False, self.certificate, Path(self.certificate), ssl.create_default_context(cafile=self.certificate):
                self.assertEqual(asyncio.run(read(verify_ssl)), b"abc")


if __name__ == "__main__":
    main()
