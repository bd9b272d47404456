# SPDX-License-Identifier: LGPL-2.1-or-later
"""trueconf-bot doctor: each thing that can be wrong on the way to a server is found, named, and said what to do about."""

import json
import os
import re
import socket
import subprocess
from pathlib import Path

from harness import Sandbox, main
from tool_harness import CONFIG, OK, PATIENCE, SECRET, TOOL, Terminal, ToolTest
from tool_sites import Certificates, Greeter, Nginx, OtherTime, Proxy, free_ports

STEPS = ["name", "proxy", "connection", "tls", "clock", "service", "log-in", "version", "limits", "round-trip"]
STATUS = {step: 11 + i for i, step in enumerate(STEPS)}
SITES = ("good", "soon", "expired", "wrong", "self", "half", "told", "whole")
NO_PROXY = {name: None for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "no_proxy", "all_proxy", "ALL_PROXY")}


class DoctorTest(ToolTest):
    def examine(self, *arguments, failed=None, warned="", **env):
        """The steps by their names, when this one is the first to fail, or none."""
        done = self.run_tool("doctor", "--json", *map(str, arguments), env={**NO_PROXY, **env})
        self.assertEqual(done.status, STATUS.get(failed, OK), done.out)
        self.assertRegex(done.err, f"^{warned}$")
        report = json.loads(done.out)
        self.assertEqual((report["ok"], report.get("failed")), (failed is None, failed))
        self.assertEqual([step["step"] for step in report["steps"]], STEPS)
        self.report = {step["step"]: step for step in report["steps"]}
        if failed is not None:
            self.assertEqual(self.report[failed]["result"], "failed")
        return self.report

    def results(self):
        return {name: step["result"] for name, step in self.report.items()}

    def assert_not_tried_after(self, failed):
        for step in STEPS[STEPS.index(failed) + 1:]:
            self.assertEqual((self.report[step]["result"], self.report[step]["text"]), ("not-run", "not tried"), step)

    def assert_says(self, step, text, advice=None):
        self.assertRegex(self.report[step]["text"], text)
        if advice is not None:
            self.assertRegex(self.report[step]["advice"], advice)


class PlainTest(DoctorTest):
    """Without TLS."""

    def test_all_is_well(self):
        report = self.examine()
        self.assertEqual(self.results(), {**dict.fromkeys(STEPS, "ok"), "tls": "not-run"})
        self.assert_says("log-in", "as echo_bot@sandbox.local")
        self.assert_says("version", r"5\.5\.6\.10301")
        for step in ("connection", "log-in", "round-trip"):
            self.assertGreaterEqual(report[step]["milliseconds"], 0)

    def test_limits(self):
        self.sandbox.call("/sandbox/limits", {"max_size": 1048576, "extensions": {"mode": "block", "list": ["exe", "com"]}})
        self.examine()
        self.assert_says("limits", r"files up to 1\.0.MiB; not exe, com")
        self.sandbox.call("/sandbox/limits", {"max_size": None, "extensions": {"mode": "allow", "list": ["pdf"]}})
        self.examine()
        self.assert_says("limits", "files of any size; only pdf")

    def test_nothing_is_sent(self):
        self.examine()
        self.assertEqual(self.sandbox.call("/sandbox/state")["chats"], [])

    def test_name(self):
        report = self.examine("--server=nowhere.invalid", failed="name")
        self.assert_says("name", "“nowhere.invalid” cannot be resolved", "--server.*DNS")
        self.assert_not_tried_after("name")
        self.assertNotIn("milliseconds", report["name"])

    def test_address_of_a_page(self):
        for server in ("https://nowhere.invalid", "nowhere.invalid:4309", "nowhere.invalid/"):
            done = self.run_tool("doctor", f"--server={server}", env=NO_PROXY)
            self.assertEqual((done.status, done.out), (64, ""))
            self.assertRegex(done.err, "leave “https://” out, give the port by --port")

    def test_closed_port(self):
        self.examine("--port", free_ports(1)[0], failed="connection")
        self.assert_says("connection", "cannot be reached.*refused", "Nothing listens there")
        self.assert_not_tried_after("connection")

    def test_no_tls_there(self):
        greeter = Greeter()
        self.addCleanup(greeter.close)
        self.examine("--port", greeter.port, TRUECONF_TLS="true", failed="tls")
        self.assert_says("tls", "TLS does not come about", "--no-tls")
        self.assert_not_tried_after("tls")

    def test_not_http(self):
        greeter = Greeter()
        self.addCleanup(greeter.close)
        self.examine("--port", greeter.port, failed="service")
        self.assert_says("service", "the answer is not HTTP", "leave --no-tls out")
        self.assert_says("clock", "does not say")
        self.assert_not_tried_after("service")

    def test_silence(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            self.examine("--port", silent.getsockname()[1], "--timeout=0.3", failed="service")
        self.assert_says("service", r"nothing has come for 0\.3 s")

    def test_clock(self):
        for seconds, words in ((7200, "2 hours behind"), (-7200, "2 hours ahead"), (-300, "5 minutes ahead"), (3 * 86400, "3 days behind")):
            with self.subTest(words):
                other = OtherTime(seconds)
                self.addCleanup(other.close)
                self.examine("--port", other.port, failed="clock")
                self.assert_says("clock", words, "timedatectl")
                # what comes later is tried nevertheless
                self.assertEqual((self.report["service"]["result"], self.report["log-in"]["result"]), ("ok", "failed"))
        other = OtherTime(20)
        self.addCleanup(other.close)
        self.examine("--port", other.port, failed="log-in")

    def test_passwords(self):
        self.examine(TRUECONF_PASSWORD="wrong", failed="log-in")
        self.assert_says("log-in", "does not accept the user name “echo_bot”", "application")
        self.assert_not_tried_after("log-in")
        self.examine(TRUECONF_PASSWORD=None, failed="log-in")
        self.assert_says("log-in", "no password for echo_bot.*--password-file")
        self.examine(TRUECONF_PASSWORD=None, TRUECONF_TOKEN=self.sandbox.token(-60), failed="log-in")
        self.assert_says("log-in", "expired", "new token")

    def test_disabled(self):
        self.sandbox.call("/sandbox/users", {"login": "echo_bot", "disabled": True})
        self.examine(failed="log-in")

    def test_later_steps(self):
        for method, step in (("getFileUploadLimits", "limits"), ("getChats", "round-trip")):
            with self.subTest(step):
                fault = self.fault("error", method=method, code=300)
                self.examine(failed=step)
                self.sandbox.call(f"/sandbox/faults/{fault['id']}", method="DELETE")

    def test_not_ready(self):
        self.fault("token-status", status=503)
        self.examine(failed="service")
        self.assert_says("service", "HTTP 503", "chat service")

    def test_interrupted(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            process = self.start("doctor", "--port", str(silent.getsockname()[1]), env=NO_PROXY)
            connection, _ = silent.accept()
            with connection:
                connection.recv(1)
                done = self.interrupt(process)
        self.assertEqual((done.status, done.err), (-2, ""))


class OtherNameTest(DoctorTest):
    """The sandbox answers under its own names only, with an error in JSON that is not TrueConf's."""

    def test_misdirected(self):
        self.examine("--server=localhost.", failed="service")
        self.assert_says("service", "HTTP 421")


class OldServerTest(DoctorTest):
    options = ("--user", f"echo_bot:{SECRET}", "--server-version=5.5.2")

    def test_old_server(self):
        self.examine()
        self.assertEqual(self.report["limits"]["result"], "not-run")
        self.assert_says("limits", r"5\.5\.3")
        self.assert_says("version", r"5\.5\.2")


class OutputTest(DoctorTest):
    """What people see."""

    def test_pipe(self):
        done = self.run_tool("doctor", env=NO_PROXY)
        self.assertEqual((done.status, done.err), (OK, ""))
        self.assertRegex(done.out, r"^\[ok\] Name        127\.0\.0\.1 is an address\n\[ok\] Proxy       none")
        self.assertEqual(len(done.out.splitlines()), len(STEPS))
        self.assertNotIn("\033", done.out)

    def test_pipe_with_problem(self):
        done = self.run_tool("doctor", env={**NO_PROXY, "TRUECONF_PASSWORD": "wrong"})
        self.assertEqual(done.status, STATUS["log-in"])
        self.assertRegex(done.out, r"\n\[NO\] Log-in      .*\n {17}Log in with both .*\n\[--\] Version     not tried\n")

    def test_quiet(self):
        done = self.run_tool("doctor", "--quiet", env=NO_PROXY)
        self.assertEqual((done.status, done.out, done.err), (OK, "", ""))
        done = self.run_tool("doctor", "--quiet", env={**NO_PROXY, "TRUECONF_PASSWORD": "wrong"})
        self.assertEqual(done.status, STATUS["log-in"])
        self.assertRegex(done.out, r"^\[NO\] Log-in ")
        self.assertNotIn("Version", done.out)

    def test_terminal(self):
        seen = Terminal.seen_of(self, "doctor", env=NO_PROXY)
        self.assertRegex(seen, "^\033\\[32m✓\033\\[\\d*m Name ")
        seen = Terminal.seen_of(self, "doctor", env={**NO_PROXY, "NO_COLOR": "1"})
        self.assertRegex(seen, "^✓ Name ")
        seen = Terminal.seen_of(self, "doctor", env={**NO_PROXY, "NO_COLOR": "1", "LC_ALL": "C"})
        self.assertRegex(seen, r"^\[ok\] Name ")

    def test_width(self):
        """Lines are broken between words, as wide as the terminal is."""
        terminal = Terminal(self, "doctor", columns=50, env={**NO_PROXY, "NO_COLOR": "1", "TRUECONF_PASSWORD": "wrong"})
        self.assertEqual(terminal.finish(), STATUS["log-in"])
        lines = terminal.seen.splitlines()
        self.assertTrue(all(len(line) <= 50 for line in lines), terminal.seen)
        at = next(i for i, line in enumerate(lines) if line.startswith("✗ Log-in"))
        self.assertRegex(lines[at + 1], r"^ {14}\S")
        self.assertIn("this password", " ".join(terminal.seen.split()))

    def test_no_server(self):
        line = self.fail_with(CONFIG, "doctor", env={**NO_PROXY, "TRUECONF_SERVER": None})
        self.assertIn("--server", line)

    def test_help_lists_statuses(self):
        text = " ".join(self.succeed("doctor", "--help").split())
        for status in STATUS.values():
            self.assertRegex(text, rf" {status} [a-zA-Z]")


class GuideTest(DoctorTest):
    """The chapter of docs/command-line.md."""

    def setUp(self):
        super().setUp()
        guide = (Path(__file__).resolve().parents[2] / "docs/command-line.md").read_text(encoding="utf-8")
        self.chapter = re.split(r"^## (.*)$", guide, flags=re.M)
        self.chapter = self.chapter[self.chapter.index("When the server cannot be reached") + 1]

    def test_blocks(self):
        env = self.environment(**NO_PROXY, PATH=f"{Path(TOOL).parent}:{os.environ['PATH']}")
        script = "\n".join(re.findall(r"^```sh\n(.*?)^```$", self.chapter, re.M | re.S))
        for password, words in ((SECRET, "[ok] Round trip"), ("wrong", "Step 7 is broken")):
            done = subprocess.run(["sh", "-c", script], env={**env, "TRUECONF_PASSWORD": password}, cwd=self.home, text=True,
                                  capture_output=True, timeout=PATIENCE, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn(words, done.stdout)

    def test_statuses(self):
        rows = re.findall(r"^\| ([^|]+) \| `([a-z-]+)` \| (\d+) \|", self.chapter, re.M)
        self.assertEqual({step: int(status) for _, step, status in rows}, STATUS)
        labels = [line.split("]")[1].split("  ")[0].strip() for line in self.run_tool("doctor", env=NO_PROXY).out.splitlines()]
        self.assertEqual([label for label, _, _ in rows], labels)


class ProxyTest(DoctorTest):
    """With a proxy, which finds the sandbox under the name of a server that does not exist here."""

    options = ("--user", f"echo_bot:{SECRET}", "--allow-host=video.invalid")

    def examine_through(self, proxy, userinfo="", **kwargs):
        self.addCleanup(proxy.close)
        address = f"http://{userinfo}127.0.0.1:{proxy.port}"
        return self.examine("--server=video.invalid", http_proxy=address, https_proxy=address, **kwargs)

    def test_through(self):
        proxy = Proxy(self.sandbox.port)
        self.examine_through(proxy)
        self.assertEqual(self.report["tls"]["result"], "warning")
        self.assert_says("tls", "everybody on the way can read")
        self.assert_says("proxy", rf"^http://127\.0\.0\.1:{proxy.port}$")
        self.assert_says("connection", "through the proxy")
        for request in proxy.requests:
            self.assertIn(f"CONNECT video.invalid:{self.sandbox.port} ", request)

    def test_refuses(self):
        self.examine_through(Proxy(status=403), failed="proxy")
        self.assert_says("proxy", "does not let the connection through", r"CONNECT to video\.invalid:\d+.*no_proxy=video\.invalid")
        self.assert_not_tried_after("proxy")

    def test_passwords(self):
        self.examine_through(Proxy(self.sandbox.port, password="pr0xy-s3cret"), failed="proxy")
        self.assert_says("proxy", "does not let", "USER:PASSWORD@HOST")
        self.examine_through(Proxy(self.sandbox.port, password="pr0xy-s3cret"), "user:wr0ng-s3cret@", failed="proxy")
        self.assert_says("proxy", "does not let", "Check the user name and the password")
        self.assertNotIn("wr0ng-s3cret", json.dumps(self.report))
        self.examine_through(Proxy(self.sandbox.port, password="pr0xy-s3cret"), "user:pr0xy-s3cret@")
        self.assertNotIn("pr0xy-s3cret", json.dumps(self.report))

    def test_not_there(self):
        address = f"http://127.0.0.1:{free_ports(1)[0]}"
        self.examine("--server=video.invalid", http_proxy=address, https_proxy=address, failed="proxy")
        self.assert_says("proxy", "cannot be reached", "whether it runs")

    def test_with_tls(self):
        """A proxy that has TLS itself shows a certificate, which has to be one that this machine trusts."""
        certificates = Certificates()
        self.addCleanup(certificates.close)
        other = OtherTime(0, certificates.context("good"))
        self.addCleanup(other.close)
        address = f"https://127.0.0.1:{other.port}"
        self.examine("--server=video.invalid", http_proxy=address, https_proxy=address, failed="proxy")
        self.assert_says("proxy", rf"^https://127\.0\.0\.1:{other.port} cannot be reached \(.*certificate")

    def test_unreadable(self):
        for address in ("http://user:s3cret@[", "gopher://user:s3cret@127.0.0.1:1"):
            with self.subTest(address):
                report = self.run_tool("doctor", "--json", "--server=video.invalid",
                                       env={**NO_PROXY, "http_proxy": address, "https_proxy": address})
                self.assertIn(report.status, (STATUS["name"], STATUS["proxy"]))
                self.assertNotIn("s3cret", report.out + report.err)

    def test_unknown_name(self):
        address = "http://proxy.invalid:3128"
        self.examine("--server=video.invalid", http_proxy=address, https_proxy=address, failed="name")
        self.assert_says("name", "“proxy.invalid” cannot be resolved", "https_proxy")


class TlsTest(DoctorTest):
    """Through nginx, with certificates of all kinds."""

    options = None

    @classmethod
    def setUpClass(cls):
        cls.certificates = Certificates()
        cls.addClassCleanup(cls.certificates.close)
        cls.sandbox = Sandbox("--user", f"echo_bot:{SECRET}")
        cls.addClassCleanup(cls.sandbox.close)
        cls.nginx = Nginx(cls.certificates, cls.sandbox.port, SITES)
        cls.addClassCleanup(cls.nginx.close)

    def examine_site(self, site, *arguments, ca=True, server="localhost", **kwargs):
        if ca:
            arguments += (f"--ca-file={self.certificates.ca_file}",)
        return self.examine("--port", self.nginx.ports[site], *arguments, TRUECONF_SERVER=server,
                            TRUECONF_USER="echo_bot", TRUECONF_PASSWORD=SECRET, **kwargs)

    def details(self):
        return self.report["tls"].get("details", [])

    def test_good(self):
        self.examine_site("good")
        self.assertEqual(self.results(), dict.fromkeys(STEPS, "ok"))
        self.assert_says("tls", r"TLS 1\.[23], certificate valid until 20")
        self.assertRegex(self.details()[0], "^Certificate 1: CN=good, signed by CN=Example Root CA, valid from 20.* to 20")
        self.assertGreater(self.report["tls"]["milliseconds"], 0)
        self.examine_site("good", server="127.0.0.1")
        self.examine_site("good", server="localhost.")

    def test_relative_ca_file(self):
        self.write("mine.pem", self.certificates.ca_file.read_text())
        self.examine_site("good", "--ca-file=mine.pem", ca=False)

    def test_bad_ca_file(self):
        self.write("empty.pem", "nothing")
        for path in ("missing.pem", "empty.pem"):
            self.examine_site("good", f"--ca-file={path}", ca=False, failed="tls")
            self.assert_says("tls", path, "--ca-file")

    def test_chain(self):
        self.examine_site("whole")
        self.assertEqual(self.report["tls"]["result"], "ok")
        self.assertRegex("\n".join(self.details()), "Certificate 1: CN=video.example.com, signed by CN=Example Intermediate CA.*\nCertificate 2: CN=Example Intermediate CA, signed by CN=Example Root")

    def test_ends_soon(self):
        self.examine_site("soon")
        self.assertEqual(self.report["tls"]["result"], "warning")
        self.assert_says("tls", "valid until", "renew")

    def test_missing_intermediate(self):
        self.examine_site("half", failed="tls")
        self.assert_says("tls", "a certificate is missing, that of “CN=Example Intermediate CA”", "fullchain.*--ca-file")
        self.assertRegex(self.details()[0], "CN=video.example.com, signed by CN=Example Intermediate CA")
        self.assert_not_tried_after("tls")
        self.examine_site("told", failed="tls")
        self.assert_says("tls", "“CN=Example Intermediate CA”", "http://authority.example.com/between.crt")

    def test_unknown_authority(self):
        self.examine_site("good", ca=False, failed="tls")
        self.assert_says("tls", "“CN=Example Root CA”", "--ca-file")

    def test_self_signed(self):
        for ca in (True, False):
            self.examine_site("self", ca=ca, failed="tls")
            self.assert_says("tls", "signed by itself", "--ca-file")
            self.assertEqual(self.details()[0], f"openssl s_client -connect localhost:{self.nginx.ports['self']} </dev/null | "
                                                "openssl x509 >server.pem")
        self.examine_site("self", f"--ca-file={self.certificates.folder}/self.pem", ca=False)

    def test_wrong_name(self):
        self.examine_site("wrong", failed="tls")
        self.assert_says("tls", r"is for video\.example\.com, \*\.example\.org, not for localhost", "--server")

    def test_expired(self):
        self.examine_site("expired", failed="tls")
        self.assert_says("tls", "has expired: it was valid until 20", "renew")
        # and the clock is not the reason
        self.assertEqual(self.report["clock"]["result"], "ok")
        self.assert_not_tried_after("clock")

    def test_several_problems(self):
        self.examine_site("expired", ca=False, failed="tls")
        self.assert_says("tls", "has expired")
        self.assertRegex(self.details()[0], "^Also: .*“CN=Example Root CA”")
        self.assertEqual(self.report["clock"]["text"], "not tried")

    def test_not_yet_valid_by_a_wrong_clock(self):
        other = OtherTime(200 * 86400, self.certificates.context("future"))
        self.addCleanup(other.close)
        self.examine("--port", other.port, f"--ca-file={self.certificates.ca_file}", failed="tls", TRUECONF_SERVER="localhost")
        self.assert_says("tls", "not valid yet", "timedatectl")
        self.assertEqual(self.report["clock"]["result"], "failed")
        self.assert_says("clock", r"\d+ days behind")
        self.assertEqual(self.report["service"]["text"], "not tried")

    def test_insecure(self):
        self.examine_site("half", "--insecure", ca=False, warned=r"\n.*not verified.*\n")
        self.assertEqual(self.report["tls"]["result"], "warning")
        self.assertRegex("\n".join(self.details()), "--insecure")
        self.assertEqual(self.report["round-trip"]["result"], "ok")

    def test_other_servers(self):
        self.examine_site("pages", failed="service")
        self.assert_says("service", r"no service of TrueConf Server for bots \(HTTP 200\)", "--server")
        self.assertEqual(self.report["service"]["details"], ["It answered: <html>It works!</html>"])
        self.assert_not_tried_after("service")
        self.examine_site("dead", failed="service")
        self.assert_says("service", "TrueConf behind it is not .HTTP 502.", "try again")

    def test_no_secret_before_tls_is_good(self):
        before = self.sandbox.counters()
        self.examine_site("half", failed="tls")
        self.examine_site("wrong", failed="tls")
        self.assertEqual(self.sandbox.counters(), before)


if __name__ == "__main__":
    main()
