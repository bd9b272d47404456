# SPDX-License-Identifier: LGPL-2.1-or-later
"""The health server: probes and metrics from Python, in an application's server, on sockets from systemd, and what promtool says."""

import contextlib
import http.client
import json
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

import gi

gi.require_version("Soup", "3.0")

from gi.repository import GLib, Soup, Trueconf

from harness import PATIENCE, BotTest, free_port, main, run, wait_for
from programs import BUILT, EXAMPLES, ExampleTest
from programs import wait_for as wait_outside


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=PATIENCE)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(self.path)


def read(connection, path):
    """The status and the body."""
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def promtool(*arguments, **options):
    program = shutil.which("promtool")
    if program is None:
        raise AssertionError("there is no promtool: run ./dev setup")
    done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    return done.returncode, done.stdout


def dashboard():
    return json.loads((EXAMPLES / "health/grafana-dashboard.json").read_text(encoding="utf-8"))


class HealthServerTest(BotTest):
    def get(self, path, port=None):
        """Asks while the main loop runs."""
        found = []
        thread = threading.Thread(
            target=lambda: found.append(read(http.client.HTTPConnection("127.0.0.1", port or self.server.chosen_port,
                                                                        timeout=PATIENCE), path)))
        thread.start()
        wait_for(lambda: found, what=f"an answer to {path}")
        thread.join()
        return found[0]

    def start(self, **settings):
        self.server = Trueconf.HealthServer(port=0, **settings)
        self.addCleanup(self.server.stop)
        self.server.start()

    def test_probes(self):
        self.start()
        bot = self.make_bot()
        self.assertTrue(self.server.running)
        self.assertEqual(self.server.get_uris()[0], f"http://127.0.0.1:{self.server.get_chosen_port()}/")
        self.assertEqual(self.get("/livez"), (200, "alive\n"))
        self.assertEqual(self.get("/readyz"), (503, "there is no bot\n"))
        self.server.add_bot(bot, "echo")
        self.assertFalse(self.server.is_ready())
        run(bot.start())
        self.assertTrue(self.server.is_ready())
        self.assertEqual(self.get("/readyz"), (200, "ready\n"))
        status, text = self.get("/health")
        expected = bot.health_check().to_dict()
        self.assertEqual((status, {**json.loads(text), "timestamp": 0}), (200, {**expected, "timestamp": 0}))
        self.assertEqual(json.loads(self.server.format_health("echo"))["user_id"], "echo_bot@sandbox.local")
        self.assertIsNone(self.server.format_health("other"))
        self.assertEqual(self.get("/health/other")[0], 404)
        self.server.stop()
        self.assertFalse(self.server.get_running())
        self.assertTrue(self.server.remove_bot(bot))
        self.assertFalse(self.server.remove_bot(bot))

    def test_several_bots(self):
        self.start()
        bots = [self.make_bot() for _ in range(3)]
        for bot in bots:
            self.server.add_bot(bot)
        run(bots[1].start())
        answer = json.loads(self.get("/health")[1])
        self.assertEqual(answer["status"], "disconnected")
        self.assertEqual({name: health["status"] for name, health in answer["bots"].items()},
                         {"1": "disconnected", "2": "authorized", "3": "disconnected"})
        self.assertEqual(self.get("/readyz"), (503, "1: disconnected\n3: disconnected\n"))
        with self.assertRaises(Trueconf.TrueconfError) as caught:
            self.server.add_bot(bots[0], "2")
        self.assertIn("“2”", str(caught.exception))

    def test_settings(self):
        server = Trueconf.HealthServer(address="127.0.0.1", unix_mode=0o660, socket_name=None, timeout=1, max_connections=3)
        self.assertEqual((server.get_address(), server.get_port(), server.get_unix_path(), server.get_unix_mode(), server.get_socket_name(),
                          server.get_timeout(), server.get_max_connections()), ("127.0.0.1", 8080, None, 0o660, None, 1, 3))
        server.set_address(None)
        server.set_port(0)
        server.set_unix_path("/nonexistent/socket")
        server.set_unix_mode(0o600)
        server.set_socket_name("x")
        server.set_timeout(2)
        server.set_max_connections(4)
        with self.assertRaises(GLib.Error) as caught:
            server.start()
        self.assertIn("/nonexistent/socket", caught.exception.message)
        server.unix_path = None
        server.address = "example.com"
        with self.assertRaises(Trueconf.TrueconfError):
            server.start()

    def test_server_of_the_application(self):
        server, application = Trueconf.HealthServer(), Soup.Server()
        server.add_bot(self.make_bot(), "mine")
        application.listen_local(0, Soup.ServerListenOptions.IPV4_ONLY)
        port = application.get_uris()[0].get_port()
        server.attach(application, "/bots")
        self.assertEqual(self.get("/bots/livez", port), (200, "alive\n"))
        self.assertEqual(self.get("/bots/readyz", port), (503, "mine: disconnected\n"))
        self.assertEqual(self.get("/livez", port)[0], 404)
        server.detach(application, "/bots")
        self.assertEqual(self.get("/bots/livez", port)[0], 404)
        application.disconnect()

    def test_promtool(self):
        """It finds nothing to say, neither of the metrics of a bot that has done much nor of the rules, which know their names."""
        bot = self.echo_bot()
        self.start()
        self.server.add_bot(bot, 'a "bot"\\ of ours')
        self.server.add_bot(self.make_bot(), "бот")
        run(bot.start())
        self.sandbox.say("hello")
        wait_for(lambda: self.sandbox.texts() == ["hello"])
        for method in ("getChats", "invented"):
            with contextlib.suppress(Trueconf.RouteNotFound):
                run(bot.call(method, {"count": 10, "page": 1}))
        metrics = self.get("/metrics")[1]
        self.assertEqual(metrics.count("\n"), self.server.format_metrics().count("\n"))
        self.assertEqual(promtool("check", "metrics", input=metrics), (0, ""))
        self.assertIn('method="other",result="refused"} 1\n', metrics)
        self.assertIn('method="sendMessage",result="succeeded"} 1\n', metrics)
        self.assertNotIn("invented", metrics)
        for word in ("secret", "hello", "nora"):
            self.assertNotIn(word, metrics)

        known = set(re.findall(r"^(trueconf_\w+)", metrics, re.MULTILINE))
        rules = (EXAMPLES / "health/alerts.yml").read_text()
        self.assertEqual(set(re.findall(r"trueconf_\w+", rules)) - known, set())
        self.check_dashboard(metrics)

    def check_dashboard(self, metrics):
        """Each expression of the dashboard for Grafana has metrics that there are, with labels that they have."""
        labels = {}
        for name, pairs in re.findall(r"^(trueconf_\w+)(?:\{(.*)\})? ", metrics, re.MULTILINE):
            # job and instance are Prometheus' own
            labels.setdefault(name, {"instance", "job"}).update(re.findall(r'(\w+)="(?:[^"\\]|\\.)*"', pairs))
        expressions = [target["expr"] for panel in dashboard()["panels"] for target in panel["targets"]]
        queries = [variable["query"]["query"] for variable in dashboard()["templating"]["list"] if variable["type"] == "query"]
        for expression in expressions + queries:
            with self.subTest(expression):
                metric, = re.findall(r"trueconf_\w+", expression)
                self.assertIn(metric, labels)
                used = set(re.findall(r"(\w+)\s*[=!]~?\s*\"", expression))
                for names in re.findall(r"(?:by|without) \(([^)]*)\)", expression):
                    used.update(names.split(", "))
                used.update(re.findall(r", (\w+)\)$", expression) if expression.startswith("label_values") else [])
                self.assertLessEqual(used, labels[metric])

    def test_rules(self):
        folder = EXAMPLES / "health"
        for command in (("check", "rules", "alerts.yml"), ("check", "config", "prometheus.yml"), ("test", "rules", "alerts-test.yml")):
            status, said = promtool(*command, cwd=folder)
            self.assertEqual(status, 0, said)
            self.assertNotIn("WARNING", said)


    def test_dashboard(self):
        """What Grafana wants of a dashboard, and what it would show wrongly without a word."""
        panels = dashboard()["panels"]
        self.assertEqual(len({panel["id"] for panel in panels}), len(panels))
        cells = set()
        for panel in panels:
            place = panel["gridPos"]
            self.assertLessEqual(place["x"] + place["w"], 24, panel["title"])
            covered = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
            self.assertEqual(cells & covered, set(), panel["title"])
            cells |= covered
            self.assertEqual(len({target["refId"] for target in panel["targets"]}), len(panel["targets"]), panel["title"])
            self.assertTrue(panel["description"])
        variables = {variable["name"] for variable in dashboard()["templating"]["list"]}
        used = set(re.findall(r"\$\{?(\w+)", json.dumps(dashboard())))
        self.assertEqual(used - variables, {"__all", "__rate_interval"})
        self.assertEqual(variables - used, set())

        # promtool reads expressions in rules
        rules = [{"record": f"panel:{panel['id']}:{target['refId']}",
                  "expr": target["expr"].replace("$__rate_interval", "5m").replace("$job", ".*").replace("$bot", ".*")}
                 for panel in panels for target in panel["targets"]]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "rules.yml")
            path.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
            self.assertEqual(promtool("check", "rules", str(path))[0], 0, promtool("check", "rules", str(path))[1])


class ProgramTest(ExampleTest):
    credentials = {"BOT_USER": "echo_bot", "BOT_PASSWORD": "secret"}

    def test_unix_socket(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "health.sock")
            for _ in range(2):
                program = self.start(BUILT / "health-http", HEALTH_SOCKET=str(path), **self.credentials)
                self.assert_authorized()
                wait_outside(lambda: read(UnixConnection(path), "/readyz") == (200, "ready\n"), "being ready")
                # as after a power cut: the socket stays
                program.kill()
                program.communicate(timeout=PATIENCE)
                self.assertTrue(path.is_socket())
                wait_outside(lambda: not self.sandbox.call("/sandbox/state")["connections"], "the end")
            program = self.start(BUILT / "health-http", HEALTH_SOCKET=str(path), **self.credentials)
            wait_outside(path.is_socket, "the socket")
            self.assert_authorized()
            self.end(program, signal.SIGTERM)
            self.assertFalse(path.exists())

    def test_sockets_from_systemd(self):
        """Three, of which two are for the health server."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "socket")
            given = [socket.create_server(("127.0.0.1", 0)), socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX)]
            given[2].bind(str(path))
            given[2].listen()
            numbers = [one.fileno() for one in given]
            moves = " ".join(f"{3 + i}<&{100 + i}" for i in range(3))
            early = " ".join(f"{100 + i}<&{number}" for i, number in enumerate(numbers))
            script = f'exec {early}; exec {moves}; LISTEN_PID=$$ LISTEN_FDS=3 LISTEN_FDNAMES=web:health:health exec "$0"'
            taken = free_port()
            program = subprocess.Popen(
                ["bash", "-c", script, str(BUILT / "health-http")], pass_fds=numbers, text=True, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, env=self.environment(HEALTH_PORT=str(taken), **self.credentials))
            self.addCleanup(lambda: program.poll() is None and program.kill())
            self.assert_authorized()
            for connection in (http.client.HTTPConnection("127.0.0.1", given[1].getsockname()[1], timeout=PATIENCE),
                               UnixConnection(path)):
                self.assertEqual(read(connection, "/livez"), (200, "alive\n"))
            # the one of another name is not answered, and no port of its own is opened
            with socket.create_connection(given[0].getsockname(), PATIENCE):
                given[0].settimeout(PATIENCE)
                given[0].accept()[0].close()
            with self.assertRaises(OSError):
                socket.create_connection(("127.0.0.1", taken), PATIENCE)
            self.end(program)
            # it is systemd's
            self.assertTrue(path.is_socket())
            for one in given:
                one.close()


if __name__ == "__main__":
    main()
