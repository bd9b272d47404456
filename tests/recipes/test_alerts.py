# SPDX-License-Identifier: LGPL-2.1-or-later
"""What Alertmanager and Grafana post, and what people read then."""

import contextlib
import copy
import json
import re
import signal
import socket
import sqlite3
import sys
import urllib.error
import urllib.request
from pathlib import Path

import yaml

from harness import PATIENCE, main
from pages import blocks, changed
from programs import EXAMPLES, ROOT
from tool import ToolTest

RECEIVER = EXAMPLES / "recipes/alerts/trueconf_alerts.py"
DATA = Path(__file__).parent / "data"


def resolved(group, *numbers):
    """The group with these alerts over."""
    group = copy.deepcopy(group)
    for number in numbers or range(len(group["alerts"])):
        group["alerts"][number].update(status="resolved", endsAt="2026-05-06T13:00:00Z")
    if all(alert["status"] == "resolved" for alert in group["alerts"]):
        group["status"] = "resolved"
    return group


class Alerts(ToolTest):
    def setUp(self):
        super().setUp()
        self.alertmanager, self.grafana = (json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
                                           for name in ("alertmanager", "grafana"))
        self.write("token", "4711\n")
        self.receiver = self.start_receiver()

    def start_receiver(self, **environment):
        process = self.start(sys.executable, RECEIVER, "--to", "@ops", "--to", "nora", "--token-file", self.folder / "token",
                             "--state", self.folder / "alerts.sqlite", "--port", "0", **environment)
        line = process.stdout.readline()
        self.url = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)/\n", line)[1]
        return process

    def post(self, body, to="@ops", token="4711"):
        """What the receiver answers: a status."""
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/{to}", body, {"Content-Type": "application/json",
                                                                    **({"Authorization": f"Bearer {token}"} if token else {})})
        try:
            with urllib.request.urlopen(request, timeout=6 * PATIENCE) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    def end_receiver(self):
        return self.end(self.receiver)

    def test_alertmanager(self):
        self.assertEqual(self.post(self.alertmanager), 200)
        text, = self.ops_texts()
        lines = re.split(r"<br>|\n", text)
        self.assertEqual(lines[0], "🔴 <b>DiskFull</b>, critical")
        self.assertTrue(lines[1].startswith("• Less than 5 % free on / &amp; &lt;var&gt; (db1:9100) <a href="), lines)
        self.assertIn("(db2:9100)", lines[2])
        self.assertEqual(self.end_receiver(), ("", ""))

    def test_reminders_and_the_end_edit_the_message(self):
        for _ in range(3):
            self.assertEqual(self.post(self.alertmanager), 200)
        message, = self.ops_messages()
        self.assertIn("reminded 2 ×", message["text"])
        self.assertEqual(self.post(resolved(self.alertmanager, 0)), 200)
        self.assertRegex(self.ops_texts()[0], r"<s>Less than .*db1")
        self.assertEqual(self.post(resolved(self.alertmanager)), 200)
        text, = self.ops_texts()
        self.assertTrue(text.startswith("🟢 <b>DiskFull</b>: resolved"), text)
        self.assertEqual(self.ops_messages()[0]["message_id"], message["message_id"])
        # what comes again is told again
        self.assertEqual(self.post(self.alertmanager), 200)
        self.assertEqual(len(self.ops_messages()), 2)
        self.end_receiver()

    def test_new_alert_replies(self):
        first = copy.deepcopy(self.alertmanager)
        del first["alerts"][1]
        self.assertEqual([self.post(first), self.post(self.alertmanager)], [200, 200])
        before, after = self.ops_messages()
        self.assertEqual(after["envelope"]["replyMessageId"], before["message_id"])
        self.end_receiver()

    def test_restart_repeats_nothing(self):
        self.post(self.alertmanager)
        self.end_receiver()
        self.receiver = self.start_receiver()
        self.post(self.alertmanager)
        text, = self.ops_texts()
        self.assertIn("reminded 1 ×", text)
        self.end_receiver()

    def test_grafana(self):
        self.assertEqual(self.post(self.grafana), 200)
        text, = self.ops_texts()
        self.assertIn("🔴 <b>Slow answers</b>", text)
        self.assertIn("Half of the answers take more than 2 s (web3)", text)
        self.assertIn("viewPanel=4", text)
        self.assertEqual(self.post(resolved(self.grafana), to="nora"), 200)
        self.assertTrue(self.sandbox.texts()[0].startswith("🟢"), self.sandbox.texts())
        self.end_receiver()

    def test_storm_is_folded(self):
        alert = self.alertmanager["alerts"][1]
        self.alertmanager["alerts"] = [{**alert, "fingerprint": str(number)} for number in range(40)]
        self.alertmanager["truncatedAlerts"] = 7
        self.assertEqual(self.post(self.alertmanager), 200)
        text, = self.ops_texts()
        self.assertEqual(text.count("•"), 10)
        self.assertTrue(text.endswith("and 37 more"), text)
        self.end_receiver()

    def test_message_that_somebody_has_removed(self):
        self.post(self.alertmanager)
        self.sandbox.call("/sandbox/remove", {"message_id": self.ops_messages()[0]["message_id"]})
        self.assertEqual(self.post(self.alertmanager), 200)
        self.assertIn("reminded 1 ×", self.ops_texts()[-1])
        self.post(self.alertmanager)
        self.assertEqual(len(self.ops_texts()), 1)
        self.end_receiver()

    def test_who_and_what_is_refused(self):
        self.assertEqual(self.post(self.alertmanager, token=None), 401)
        self.assertEqual(self.post(self.alertmanager, token="wrong"), 401)
        self.assertEqual(self.post(self.alertmanager, to="omar"), 404)
        for body in (b"", b"{", b"[]", b"{}", b'{"alerts": 5}', b'{"alerts": [5]}', b"\xff"):
            self.assertEqual(self.post(body), 400, body)
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(self.url, timeout=PATIENCE)
        caught.exception.close()
        self.assertEqual(caught.exception.code, 501)
        self.assertEqual(self.ops_texts(), [])
        self.assertEqual(self.end_receiver(), ("", ""))

    def test_members_that_are_no_texts(self):
        """Whatever is posted, there is an answer, and somebody is told."""
        alert = {"labels": None, "annotations": 5, "status": None, "fingerprint": ["x"], "panelURL": 7}
        for group in ({"alerts": [alert], "groupLabels": None, "commonLabels": [], "groupKey": {"a": 1}, "truncatedAlerts": "many"},
                      {"alerts": [{"labels": {"alertname": 7, "instance": None, "host": {}}, "annotations": {"summary": "a\0\ud800b"}},
                                  {"fingerprint": 1}, {"fingerprint": "x"}], "receiver": ["x"], "groupKey": "\ud800", "truncatedAlerts": 1e300},
                      {"alerts": [{"labels": [1], "annotations": {"summary": True, "description": "\x1b[31m"}}], "commonLabels": {"severity": 3},
                       "truncatedAlerts": -1}):
            self.assertEqual(self.post(group), 200, group)
        first, second, third = self.ops_texts()
        self.assertIn("an alert", first)
        self.assertIn("a\ufffd\ufffdb", second)
        self.assertIn("<b>Alert</b>, 3", third)
        for body in (b"[" * 100_000, b'{"alerts": ' + b"[" * 100_000, b'"alerts"', b"5", b"null", b'{"alerts": null}'):
            self.assertEqual(self.post(body), 400, body[:20])
        self.assertEqual(self.end_receiver(), ("", ""))

    def test_long_texts_are_cut_and_edited(self):
        self.alertmanager["alerts"][0]["annotations"]["summary"] = "<&> " * 30_000
        self.alertmanager["alerts"] = [{**self.alertmanager["alerts"][0], "fingerprint": str(number)} for number in range(10)]
        self.alertmanager["commonLabels"].update(alertname="x" * 100_000, severity="y" * 100_000)
        self.assertEqual([self.post(self.alertmanager), self.post(self.alertmanager)], [200, 200])
        text, = self.ops_texts()
        self.assertIn("reminded 1 ×", text)
        shown = text.count("•")
        self.assertGreater(shown, 3)
        self.assertIn(f"and {10 - shown} more", text)
        self.assertEqual(self.end_receiver(), ("", ""))

    def test_requests_that_are_no_good(self):
        host, port = self.url.removeprefix("http://").split(":")
        for head, status in (("POST http://[ HTTP/1.1\r\nContent-Length: 0", 401), ("POST //[/x HTTP/1.1\r\nContent-Length: 0", 401),
                             (f"POST /@ops HTTP/1.1\r\nContent-Length: {'9' * 5000}", 413), ("POST /@ops HTTP/1.1", 413),
                             ("POST /@ops HTTP/1.1\r\nContent-Length: -1", 413), ("POST /@ops HTTP/1.1\r\nContent-Length: 0x5", 413)):
            with socket.create_connection((host, int(port)), timeout=6 * PATIENCE) as connection:
                connection.sendall(f"{head}\r\n\r\n".encode())
                self.assertEqual(connection.makefile().readline().split()[1], str(status), head[:50])
        # who is refused hears why, and not that the connection was reset
        self.assertEqual(self.post(b" " * (4 * 1024 * 1024), token="wrong"), 401)
        self.assertEqual(self.end_receiver(), ("", ""))

    def test_token_with_other_letters(self):
        self.end_receiver()
        self.write("token", "gültig\n")
        self.receiver = self.start_receiver()
        # http.client writes Latin-1, others such as curl write what they are given
        self.assertEqual(self.post(self.alertmanager, token="gültig".encode().decode("latin-1")), 200)
        self.assertEqual(self.post(self.alertmanager, token="gultig"), 401)
        self.end_receiver()

    def test_what_was_sent_is_not_repeated_although_it_cannot_be_remembered(self):
        with contextlib.closing(sqlite3.connect(self.folder / "alerts.sqlite")) as database:
            database.execute("DROP TABLE groups")
        self.assertEqual(self.post(self.alertmanager), 200)
        self.assertEqual(len(self.ops_texts()), 1)
        _, errors = self.end_receiver()
        self.assertIn("What was said cannot be remembered: ", errors)

    def test_what_it_needs_to_start(self):
        self.end_receiver()
        with socket.create_server(("127.0.0.1", 0)) as taken:
            for more in (["--token-file", self.folder / "nothing"], ["--state", self.folder], ["--state", self.folder / "token"],
                         ["--port", str(taken.getsockname()[1])], ["--port", "70000"], ["--address", "192.0.2.1"]):
                status, output, errors = self.run_to_end(sys.executable, RECEIVER, "--to", "nora", "--token-file", self.folder / "token",
                                                         "--state", self.folder / "state", *more)
                self.assertEqual((status, output, len(errors.splitlines())), (1, "", 1), (more, errors))

    def test_outage_is_to_be_repeated(self):
        port = self.sandbox.port
        self.sandbox.kill()
        self.assertEqual(self.post(self.alertmanager), 503)
        _, errors = self.end_receiver()
        self.assertIn("trueconf-bot: ", errors)
        self.assertNotIn("secret", errors)
        self.assertGreater(port, 0)

    def test_wrong_password_is_not_to_be_repeated(self):
        self.write("password", "wrong\n")
        self.assertEqual(self.post(self.alertmanager), 422)
        _, errors = self.end_receiver()
        self.assertIn("trueconf-bot: ", errors)

    def test_ctrl_c(self):
        self.assertEqual(self.end(self.receiver, signal.SIGINT), ("", ""))

    def test_as_the_page_says(self):
        self.end_receiver()
        block = changed(blocks("recipe-alerts.md")[0], (" >token", f" >{self.folder}/token"), ("python3", f"exec {sys.executable}"),
                        ("--token-file token", f"--token-file {self.folder}/token --state {self.folder}/state --port 0"))
        self.receiver = self.start("sh", "-ec", f"cd {ROOT}\n{block}")
        self.url = self.receiver.stdout.readline().split()[-1].rstrip("/")
        token = (self.folder / "token").read_text(encoding="utf-8").strip()
        self.assertEqual(len(token), 48)
        self.assertEqual(self.post(self.alertmanager, token=token), 200)
        self.assertEqual(len(self.ops_texts()), 1)
        self.end_receiver()

    def test_configurations(self):
        self.end_receiver()
        of_page = yaml.safe_load(blocks("recipe-alerts.md", "yaml")[0])["receivers"][0]["webhook_configs"][0]
        alertmanager = yaml.safe_load((RECEIVER.parent / "alertmanager.yml").read_text(encoding="utf-8"))
        receiver, = alertmanager["receivers"]
        self.assertEqual(alertmanager["route"]["receiver"], receiver["name"])
        self.assertEqual({**of_page, "url": None}, {**receiver["webhook_configs"][0], "url": None})
        contact_point, = yaml.safe_load((RECEIVER.parent / "grafana-contact-point.yaml").read_text(encoding="utf-8"))["contactPoints"]
        settings = contact_point["receivers"][0]["settings"]
        # whom these name, the unit of systemd lets them tell
        unit = (RECEIVER.parent / "trueconf-alerts.service").read_text(encoding="utf-8")
        for url in (receiver["webhook_configs"][0]["url"], settings["url"]):
            address, _, to = url.rpartition("/")
            self.assertEqual(address, "http://127.0.0.1:9099")
            self.assertIn(f"--to {to} ", unit)
        self.assertEqual((settings["httpMethod"], settings["authorization_scheme"]), ("POST", "Bearer"))

    def test_empty_token(self):
        self.end_receiver()
        self.write("token", "\n")
        status, _, errors = self.run_to_end(sys.executable, RECEIVER, "--to", "nora", "--token-file", self.folder / "token")
        self.assertEqual((status, len(errors.splitlines())), (1, 1), errors)


if __name__ == "__main__":
    main()
