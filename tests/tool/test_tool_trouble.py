# SPDX-License-Identifier: LGPL-2.1-or-later
"""What goes wrong: servers, networks, terminals, impatience."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from harness import free_port, main
from tool_harness import (DATA, NO_INPUT, OK, OUTPUT, REFUSED, SECRET, TOOL, TRY_AGAIN, UNAVAILABLE, UNKNOWN, Terminal, ToolTest,
                          wait_for)


class TroubleTest(ToolTest):
    def wait_for_request(self):
        """Until the server has a request that it does not answer."""
        def unanswered(connection):
            return connection["authorized"] and connection["frames_in"] > connection["frames_out"]

        wait_for(lambda: any(map(unanswered, self.sandbox.call("/sandbox/state")["connections"])), "the request")


class ServerTest(TroubleTest):
    def test_nobody_listens(self):
        line = self.fail_with(UNAVAILABLE, "send", "nora", "x", "--port", str(free_port()))
        self.assertIn("nothing listens", line)

    def test_no_such_host(self):
        self.assertIn("nowhere.invalid", self.fail_with(UNAVAILABLE, "send", "nora", "x", "--server", "nowhere.invalid"))

    def test_proxy(self):
        """The environment's proxy is used, and named where it is at fault."""
        proxy = f"127.0.0.1:{free_port()}"
        line = self.fail_with(UNAVAILABLE, "send", "nora", "x", "--server", "nowhere.invalid",
                              env={"http_proxy": f"http://{proxy}", "all_proxy": f"http://{proxy}"})
        self.assertIn("proxy", line)

    def test_wrong_password(self):
        self.fail_with(REFUSED, "send", "nora", "x", env={"TRUECONF_PASSWORD": "wrong"})

    def test_expired_token(self):
        token = self.write("token", self.sandbox.token())
        self.fault("expire-token")
        self.fail_with(REFUSED, "send", "nora", "x", "--token-file", token)
        # the password gets a new one
        self.succeed("send", "nora", "x")

    def test_bad_gateway(self):
        self.fault("token-status", status=502)
        self.assertIn("502", self.fail_with(UNAVAILABLE, "send", "nora", "x"))

    def test_busy_upgrade(self):
        fault = self.fault("refuse-upgrade", status=503)
        self.assertIn("503", self.fail_with(UNAVAILABLE, "send", "nora", "x"))
        self.sandbox.call(f"/sandbox/faults/{fault['id']}", method="DELETE")
        # with patience it comes through
        self.fault("refuse-upgrade", status=503, count=1)
        self.succeed("send", "nora", "second attempt", "--retries", "3")
        self.assertEqual(self.texts(), ["second attempt"])

    def test_server_refuses(self):
        for code, status in ((303, REFUSED), (300, TRY_AGAIN), (301, UNKNOWN), (399, DATA)):
            with self.subTest(code):
                self.fault("error", code=code, method="sendMessage", count=1)
                self.assertIn(str(code), self.fail_with(status, "send", "nora", "x"))

    def test_no_answer(self):
        """Whether it was sent is not known, and the status says so."""
        self.fault("no-answer", method="sendMessage")
        self.fail_with(UNKNOWN, "send", "nora", "x", "--timeout", "5")

    def test_lost_with_the_answer(self):
        self.fault("lose-answer", method="sendMessage")
        self.fail_with(UNKNOWN, "send", "nora", "once", "--timeout", "5")
        self.assertEqual(self.texts(), ["once"])

    def test_connection_is_cut(self):
        """A message that was on its way is not sent a second time."""
        self.fault("no-answer", method="sendMessage")
        process = self.start("send", "nora", "once")
        self.wait_for_request()
        self.fault("drop")
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, UNKNOWN, err)

    def test_silent_log_in(self):
        self.fault("token-hang")
        self.assertIn("0.5", self.fail_with(UNAVAILABLE, "send", "nora", "x", "--timeout", "0.5"))

    def test_upload_breaks_off(self):
        self.fault("upload-reset")
        self.fail_with(TRY_AGAIN, "send", "nora", "-f", self.write("a.txt", "x" * 100_000))
        self.assertEqual(self.messages(), [])

    def test_half_an_upload(self):
        """A slow upload is none that stands still."""
        self.fault("upload-stall")
        done = self.run_tool("send", "nora", "-f", self.write("a.bin", b"x" * 3_000_000), "--timeout", "5")
        self.assertIn(done.status, (UNKNOWN, TRY_AGAIN))


class CertificateTest(ToolTest):
    """TLS, with a certificate that this machine does not know."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, folder)
        cls.certificate = folder / "cert.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                        "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", cls.certificate],
                       check=True, capture_output=True)
        # for what the test itself asks the sandbox: urllib of Python 3.13 reads it once
        os.environ["SSL_CERT_FILE"] = str(cls.certificate)
        cls.addClassCleanup(os.environ.pop, "SSL_CERT_FILE")
        cls.options = (*ToolTest.options, "--tls-cert", str(cls.certificate), "--tls-key", str(folder / "key.pem"))

    def environment(self, **more):
        return super().environment(**{"TRUECONF_TLS": None, **more})

    def test_unknown(self):
        self.assertIn("certificate", self.fail_with(UNAVAILABLE, "send", "nora", "x"))

    def test_authority(self):
        self.succeed("send", "nora", "x", "--ca-file", self.certificate)
        self.succeed("send", "nora", "y", env={"TRUECONF_CA_FILE": str(self.certificate)})
        self.assertEqual(self.texts(), ["x", "y"])

    def test_insecure(self):
        """It works, and says what it means."""
        done = self.run_tool("send", "nora", "x", "--insecure")
        self.assertEqual(done.status, OK)
        self.assertEqual(self.texts(), ["x"])


class InterruptedTest(TroubleTest):
    def test_in_the_middle(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                fault = self.fault("no-answer", method="sendMessage")
                process = self.start("send", "nora", "x")
                self.wait_for_request()
                done = self.interrupt(process, number)
                # a shell sees 128 and the number
                self.assertEqual((done.status, done.err), (-number, ""))
                self.sandbox.call(f"/sandbox/faults/{fault['id']}", method="DELETE")

    def test_while_logging_in(self):
        self.fault("token-hang")
        process = self.start("send", "nora", "x")
        wait_for(lambda: self.sandbox.counters()["token_requests"], "the log-in")
        done = self.interrupt(process)
        self.assertEqual(done.err, "")
        self.assertEqual(done.status, -signal.SIGINT)

    def test_nothing_is_left_behind(self):
        """Of a dump in standard input, not even by a signal that nothing can be done about."""
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGKILL):
            with self.subTest(number):
                read, write = os.pipe()
                process = self.start("send", "nora", "-f", "-", "-n", "dump.sql", stdin=read)
                os.close(read)
                # more than a pipe holds: when all is written, the tool has kept some
                os.write(write, b"x" * 65536)
                os.write(write, b"x" * 65536)
                self.interrupt(process, number)
                os.close(write)
                self.assertEqual([path.name for path in self.home.iterdir() if path.name.startswith("trueconf-bot-")], [])

    def test_while_reading(self):
        read, write = os.pipe()
        self.addCleanup(os.close, write)
        process = self.start("send", "nora", stdin=read)
        os.close(read)
        os.write(write, b"half")
        # by then it waits for the rest
        wait_for(lambda: b"\0send\0" in self.command_line(process) and self.state(process) == "S", "the tool")
        self.assertEqual(self.interrupt(process).status, -signal.SIGINT)
        self.assertEqual(self.messages(), [])

    def command_line(self, process):
        with open(f"/proc/{process.pid}/cmdline", "rb") as file:
            return file.read()

    def state(self, process):
        with open(f"/proc/{process.pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0]


class SecrecyTest(ToolTest):
    def test_processes(self):
        """Neither the list of processes nor what is said under debugging has the password."""
        self.fault("no-answer", method="sendMessage")
        process = self.start("send", "nora", "x", "--password-file", self.write("password", SECRET),
                             env={"TRUECONF_PASSWORD": None, "G_MESSAGES_DEBUG": "all"})
        wait_for(lambda: any(connection["authorized"] for connection in self.sandbox.call("/sandbox/state")["connections"]), "the log-in")
        with open(f"/proc/{process.pid}/cmdline", "rb") as file:
            self.assertNotIn(SECRET.encode(), file.read())
        with open(f"/proc/{process.pid}/environ", "rb") as file:
            self.assertNotIn(SECRET.encode(), file.read())
        done = self.interrupt(process)
        self.assertNotIn(SECRET, done.out + done.err)

    def test_debugging(self):
        """It says nothing where results are."""
        done = self.run_tool("health", "--json", env={"G_MESSAGES_DEBUG": "all"})
        self.assertEqual([health["authorized"] for health in self.objects(done.out)], [True])
        self.assertIn("DEBUG", done.err)


class HomeTest(ToolTest):
    def test_that_cannot_be_written(self):
        """Accounts of services have none, and cron sends what the libraries below say to somebody."""
        self.write("cache", "a file")
        self.write("state", "a file")
        self.succeed("send", "nora", "x", env={"XDG_RUNTIME_DIR": None})
        self.succeed("send", "nora", "y", env={"HOME": "/proc/nothing", "XDG_CACHE_HOME": None, "XDG_STATE_HOME": None})
        self.assertEqual(self.texts(), ["x", "y"])


class OutputTest(ToolTest):
    def test_full_disk(self):
        with open("/dev/full", "wb") as full:
            process = self.start("send", "nora", "x", stdout=full)
            _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, OUTPUT)
        self.assertIn(b"Standard output cannot be written", err)
        # it was sent all the same
        self.assertEqual(self.texts(), ["x"])

    def test_closed_descriptors(self):
        """What is closed is no file that the tool itself opens: it does not wait for input from there, and prints nothing to it."""
        def run(shell, *arguments):
            return self.run_tool(*arguments, command=["sh", "-c", f'exec "$0" "$@" {shell}', TOOL])

        done = run("<&-", "send", "nora", "an argument")
        self.assertEqual((done.status, done.err), (OK, ""))
        done = run("<&-", "send", "nora")
        self.assertEqual(done.status, NO_INPUT)
        self.assertIn("Standard input cannot be read", done.err)
        done = run(">&-", "send", "nora", "no output")
        self.assertEqual(done.status, OUTPUT)
        self.assertIn("Standard output cannot be written", done.err)
        self.assertEqual(run("<&- >&- 2>&-", "send", "nora", "nothing at all").status, OUTPUT)
        self.assertEqual(self.texts(), ["an argument", "no output", "nothing at all"])

    def test_reader_has_gone(self):
        read, write = os.pipe()
        os.close(read)
        process = self.start("send", "nora", "x", stdout=write)
        os.close(write)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, OUTPUT)
        self.assertEqual(err.count(b"\n"), 1)

    def test_closed(self):
        """Without standard output, error and input, as some daemons start their children."""
        done = subprocess.run(["sh", "-c", '"$0" send nora x <&- >&- 2>&-', os.environ["TRUECONF_TOOL"]], env=self.environment(), timeout=60,
                              check=False)
        self.assertIn(done.returncode, (OK, OUTPUT))
        self.assertEqual(self.texts(), ["x"])


class TerminalTest(ToolTest):
    def test_colours(self):
        for env, coloured in (({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)):
            with self.subTest(env):
                terminal = Terminal(self, "frobnicate", env=env)
                self.assertEqual(terminal.finish(), 64)
                self.assertEqual("\033[" in terminal.seen, coloured, terminal.seen)

    def test_colours_of_hints(self):
        """The library's lines keep to the same."""
        for env, coloured in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
            with self.subTest(env):
                seen = Terminal.seen_of(self, "send", "nora", "<b>x</b>", env=env)
                self.assertIn("looks like markup", seen)
                self.assertEqual("\033[" in seen, coloured, seen)

    def test_progress(self):
        """On a terminal a bar shows how far a file is, and fits into the line."""
        for columns in (80, 30):
            with self.subTest(columns):
                terminal = Terminal(self, "send", "nora", "-f", self.write("backup.bin", b"x" * 3_000_000), columns=columns)
                self.assertEqual(terminal.finish(), OK)
                self.assertIn("100 %", terminal.seen)
                states = terminal.seen.replace("\033[K", "").replace("\n", "\r").split("\r")
                self.assertEqual([state for state in states if "%" in state and len(state) >= columns], [])
        self.assertIn("backup.bin", Terminal.seen_of(self, "send", "nora", "-f", self.home / "backup.bin"))

    def test_no_progress(self):
        path = self.write("backup.bin", b"x" * 3_000_000)
        self.succeed("send", "nora", "-f", path)
        self.assertNotIn("%", Terminal.seen_of(self, "send", "nora", "-q", "-f", path))

    def test_error_after_progress(self):
        """What is said does not stand in the bar's line."""
        self.fault("error", code=300, method="sendFile")
        terminal = Terminal(self, "send", "nora", "-f", self.write("backup.bin", b"x" * 3_000_000), env={"NO_COLOR": "1"})
        self.assertEqual(terminal.finish(), TRY_AGAIN)
        last = terminal.seen.replace("\r\n", "\n").rstrip("\n").split("\n")[-1]
        self.assertTrue(last.startswith("trueconf-bot: "), terminal.seen)


if __name__ == "__main__":
    main()
