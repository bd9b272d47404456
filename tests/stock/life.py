# SPDX-License-Identifier: LGPL-2.1-or-later
"""Logging in, staying connected, and stopping."""

import os
import subprocess
import tempfile

from harness import free_port, run, wait_for
from stock import NEW, OURS, SERVER_VERSION, THEIRS, StockTest

from gi.repository import Trueconf


class LoginTest(StockTest):
    settings = None

    def test_password(self):
        self.assertEqual(self.start_vendor(), THEIRS)
        self.assertEqual([health["status"] for health in self.vendor.health], ["connected", "authorized"])
        self.assertTrue(self.vendor.health[-1]["user_id"].startswith(THEIRS + "/"))
        self.assertEqual(self.vendor.call("server_name"), "sandbox.local")
        self.assertEqual(self.vendor.call("server_version"), SERVER_VERSION)
        self.assertEqual(self.vendor.call("health_check")["status"], "authorized")
        # what every server says once a bot is there
        self.assertIsNone(self.vendor.expect("changed_file_upload_limits")["max_size"])

    def test_token(self):
        token = self.sandbox.call("/sandbox/token", {"user": "stock_bot", "lifetime": 3600})["access_token"]
        settings = {"server": "127.0.0.1", "web_port": self.sandbox.port, "https": False}
        self.assertEqual(self.vendor.start(how="token", token=token, **settings), THEIRS)

    def test_wrong_password(self):
        self.assertEqual(self.refused(self.start_vendor, password="wrong").name, "InvalidGrantError")

    def test_token_that_has_expired(self):
        token = self.sandbox.call("/sandbox/token", {"user": "stock_bot", "lifetime": 3600})["access_token"]
        self.sandbox.call("/sandbox/faults", {"fault": "expire-token", "user": "stock_bot"})
        settings = {"server": "127.0.0.1", "web_port": self.sandbox.port, "https": False}
        error = self.refused(self.vendor.start, how="token", token=token, **settings)
        self.assertEqual((error.name, error.code), ("ApiErrorException", 203))


class OldServerTest(StockTest):
    options = (*StockTest.options, "--server-version", "5.5.4.10000" if NEW else "5.5.1.10000")
    settings = None

    def test_told_apart(self):
        error = self.refused(self.start_vendor)
        self.assertEqual(error.name, "RuntimeError")
        self.assertIn(self.options[-1], str(error))


class ConnectionTest(StockTest):
    def wait_for_authorized(self):
        wait_for(lambda: self.vendor.health and self.vendor.health[-1]["status"] == "authorized",
                 what=f"for the vendor's client to be back: {self.vendor.health}")

    def break_down(self, **fault):
        """Ends the connection of the vendor's bot, and waits until it is back."""
        self.vendor.health.clear()
        self.assertEqual(self.sandbox.call("/sandbox/faults", {"user": "stock_bot", **fault})["hit"], 1)
        self.wait_for_authorized()
        self.assertEqual([health["status"] for health in self.vendor.health], ["disconnected", "connected", "authorized"])

    def assert_both_ways(self):
        chat_id = self.vendor.call("create_personal_chat", user_id=OURS)["chat_id"]
        self.vendor.call("send_message", chat_id=chat_id, text="there and")
        self.assertEqual(self.expect(Trueconf.Message).text, "there and")
        run(self.ours.send_message(chat_id, "back"))
        self.vendor.expect("message", text="back")

    def test_dropped(self):
        self.break_down(fault="drop")
        self.assert_both_ways()

    def test_closed(self):
        self.break_down(fault="close", code=1001, reason="moving")
        self.assert_both_ways()

    def test_what_it_does_not_know(self):
        self.sandbox.call("/sandbox/faults", {"fault": "unknown-answer", "user": "stock_bot"})
        self.sandbox.call("/sandbox/send", {"method": "futureEvent", "payload": {"a": [1, None]}})
        self.assert_both_ways()

    def test_stopped(self):
        chat_id = self.vendor.call("create_personal_chat", user_id=OURS)["chat_id"]
        self.stop_vendor()
        wait_for(lambda: [connection["user"] for connection in self.sandbox.call("/sandbox/state")["connections"]]
                 == ["echo_bot"], what="for the connection to be gone")
        # it said good-bye
        self.assertEqual([entry["user"] for entry in self.sandbox.call("/sandbox/log")["entries"]
                          if entry.get("opcode") == "close" and entry["direction"] == "in"], ["stock_bot"])
        run(self.ours.send_message(chat_id, "are you there?"))
        self.start_vendor(receive_unread_messages=True)
        self.vendor.expect("message", text="are you there?")

    def test_everything_is_acknowledged(self):
        for number in range(50):
            self.sandbox.call("/sandbox/say", {"from": "nora", "to": "stock_bot", "text": f"{number}"})
        self.vendor.expect("message", text="49")
        wait_for(lambda: [connection["unacknowledged"] for connection in self.sandbox.call("/sandbox/state")["connections"]]
                 == [0, 0], what="for all to be acknowledged")

    def test_unread(self):
        self.stop_vendor()
        said = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "stock_bot", "text": "hello", "count": 3})
        self.start_vendor(receive_unread_messages=True)
        for message_id in said["message_ids"]:
            self.vendor.expect("message", message_id=message_id)


class FrontTest(StockTest):
    """The sandbox behind nginx, with a certificate of an authority of its own."""

    settings = None

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory(prefix="trueconf-stock-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.make_certificates()
        self.port = free_port()
        self.start_nginx()

    def openssl(self, *arguments):
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"] if arguments[0] == "req" else []
        done = subprocess.run(["openssl", *arguments, *key], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def make_certificates(self):
        self.openssl("req", "-x509", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=stock-test-authority",
                     "-addext", "keyUsage=critical,keyCertSign,cRLSign")
        with open(os.path.join(self.folder, "extensions"), "w", encoding="utf-8") as file:
            file.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        self.openssl("req", "-new", "-keyout", "front.key", "-out", "front.csr", "-subj", "/CN=localhost")
        self.openssl("x509", "-req", "-in", "front.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
                     "-out", "front.pem", "-extfile", "extensions")

    def start_nginx(self):
        temporary = "".join(f"{name}_temp_path {self.folder}/{name};\n"
                            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        configuration = os.path.join(self.folder, "nginx.conf")
        with open(configuration, "w", encoding="utf-8") as file:
            file.write(f"""
daemon off;
master_process off;
pid {self.folder}/nginx.pid;
events {{ worker_connections 64; }}
http {{
access_log off;
{temporary}
server {{
listen 127.0.0.1:{self.port} ssl;
ssl_certificate {self.folder}/front.pem;
ssl_certificate_key {self.folder}/front.key;
location / {{
proxy_pass {self.sandbox.url};
proxy_http_version 1.1;
proxy_set_header Upgrade $http_upgrade;
proxy_set_header Connection $http_connection;
}} }} }}
""")
        log = os.path.join(self.folder, "error.log")
        path = f"{os.environ.get('PATH', '')}:/usr/sbin"
        nginx = subprocess.Popen(["nginx", "-c", configuration, "-e", log], env={**os.environ, "PATH": path},
                                 stderr=subprocess.DEVNULL)
        self.addCleanup(nginx.wait, 10)
        self.addCleanup(nginx.terminate)
        wait_for(lambda: os.path.exists(os.path.join(self.folder, "nginx.pid")), what="for nginx")

    def start_behind(self, **more):
        return self.start_vendor(web_port=self.port, https=True, **more)

    def test_authority(self):
        self.assertEqual(self.start_behind(verify_ssl=os.path.join(self.folder, "ca.pem")), THEIRS)
        chat_id = self.vendor.call("create_personal_chat", user_id=OURS)["chat_id"]
        path = os.path.join(self.folder, "data.bin")
        with open(path, "wb") as file:
            file.write(os.urandom(300_000))
        sent = self.vendor.call("send_document", chat_id=chat_id, file={"path": path})
        data = run(self.ours.download_file_bytes(sent["file_id"]))
        with open(path, "rb") as file:
            self.assertEqual(data, file.read())
        run(self.expect(Trueconf.Message).reply("thanks"))
        self.assertEqual(self.vendor.expect("message")["reply_message_id"], sent["message_id"])

    def test_unknown_authority(self):
        error = self.refused(self.start_behind)
        self.assertIn("CERTIFICATE_VERIFY_FAILED", str(error))
