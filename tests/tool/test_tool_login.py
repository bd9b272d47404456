# SPDX-License-Identifier: LGPL-2.1-or-later
"""login, logout and token: asking on a terminal, the keyring, files."""

import json
import os
import shutil
import signal
import subprocess
import termios

from harness import main
from tool_harness import (CONFIG, OK, PATIENCE, REFUSED, SECRET, TOOL, UNAVAILABLE, USAGE, Terminal, ToolTest, wait_for)

NO_LOGIN = {"TRUECONF_USER": None, "TRUECONF_PASSWORD": None}
NOTHING = {**NO_LOGIN, "TRUECONF_SERVER": None, "TRUECONF_PORT": None, "TRUECONF_TLS": None}


class LoginTest(ToolTest):
    def token_file(self, profile="default"):
        return self.home / "state/trueconf-bot" / f"token-{profile}"

    def login(self, *arguments, **options):
        """Logs in with the password on standard input."""
        env = {**NO_LOGIN, **options.pop("env", {})}
        return self.run_tool("login", "--user", "echo_bot", "--password-file", "-", *arguments, text=SECRET + "\n", env=env, **options)


class TerminalTest(LoginTest):
    def ask(self, *arguments, **options):
        return Terminal(self, "login", *arguments, **{"env": NO_LOGIN, **options})

    def test_asks_without_echo(self):
        terminal = self.ask("--user", "echo_bot")
        terminal.read_until("Password of echo_bot on 127.0.0.1: ")
        self.assertFalse(termios.tcgetattr(terminal.master)[3] & termios.ECHO)
        terminal.type(SECRET + "\n")
        self.assertEqual(terminal.finish(), OK)
        self.assertNotIn(SECRET, terminal.seen)
        self.assertIn("Logged in", terminal.seen)
        self.assertEqual(self.succeed("send", "nora", "without a password", env=NO_LOGIN).count("\n"), 1)

    def test_asks_for_everything(self):
        """Somebody who has read nothing."""
        terminal = self.ask("-p", str(self.sandbox.port), "--no-tls", env=NOTHING)
        for question, answer in {"Server: ": "127.0.0.1", "User name: ": "echo_bot", "Password of echo_bot on 127.0.0.1: ": SECRET}.items():
            terminal.read_until(question)
            terminal.type(answer + "\n")
        self.assertEqual(terminal.finish(), OK, terminal.seen)
        # now nothing else has to be said
        self.assertEqual(self.succeed("health", env=NOTHING), f"authorized http://127.0.0.1:{self.sandbox.port} echo_bot@sandbox.local\n")

    def test_asks_though_it_is_in_a_pipe(self):
        terminal = self.ask("--user", "echo_bot", "--json", stdout=subprocess.PIPE)
        terminal.read_until("Password")
        terminal.type(SECRET + "\n")
        self.assertEqual(terminal.finish(), OK)
        self.assertEqual(json.loads(terminal.process.stdout.read())["place"], "file")

    def test_interrupted(self):
        """The terminal shows again what is typed."""
        terminal = self.ask("--user", "echo_bot")
        terminal.read_until("Password")
        slave = self.other_end(terminal)
        terminal.type("\x03")
        self.assertEqual(terminal.process.wait(PATIENCE), -signal.SIGINT)
        self.assertTrue(termios.tcgetattr(slave)[3] & termios.ECHO)
        self.assertFalse(self.token_file().exists())

    def other_end(self, terminal):
        """The tool's side of its terminal, which is there as long as somebody has it."""
        slave = os.open(f"/proc/{terminal.process.pid}/fd/0", os.O_RDWR | os.O_NOCTTY)
        self.addCleanup(os.close, slave)
        return slave

    def test_ended(self):
        """However it ends, what is typed into the shell afterwards is seen."""
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT, signal.SIGINT):
            with self.subTest(number):
                terminal = self.ask("--user", "echo_bot")
                terminal.read_until("Password")
                slave = self.other_end(terminal)
                self.assertFalse(termios.tcgetattr(slave)[3] & termios.ECHO)
                terminal.type("half of the pass")
                terminal.process.send_signal(number)
                self.assertEqual(terminal.process.wait(PATIENCE), -number)
                self.assertTrue(termios.tcgetattr(slave)[3] & termios.ECHO)
                self.assertFalse(self.token_file().exists())

    def test_ignored(self):
        """Under nohup it stays."""
        terminal = self.ask("--user", "echo_bot", command=["sh", "-c", "trap '' HUP; exec \"$0\" \"$@\"", TOOL])
        terminal.read_until("Password")
        terminal.process.send_signal(signal.SIGHUP)
        terminal.type(SECRET + "\n")
        self.assertEqual(terminal.finish(), OK)

    def test_stopped(self):
        """Ctrl-Z gives a terminal that shows what is typed back to the shell, and fg asks on, without showing it."""
        # a shell that leaves the terminal as it finds it
        terminal = Terminal(self, command=["dash", "-i"], env={**NO_LOGIN, "PS1": "ready> ", "ENV": ""})
        terminal.read_until("ready> ")
        self.assertTrue(self.echoes(terminal))
        for question, answer in (("login --user echo_bot", "Password"), ("fg", "Password"), ("fg", "Password")):
            terminal.seen = ""
            terminal.type(f"{TOOL} {question}\n" if question != "fg" else "fg\n")
            terminal.read_until(answer)
            wait_for(lambda: not self.echoes(terminal), "the silence")
            terminal.type("half of it\x1a")
            terminal.read_until("ready> ")
            self.assertTrue(self.echoes(terminal))
        terminal.seen = ""
        terminal.type("fg\n")
        terminal.read_until("Password")
        wait_for(lambda: not self.echoes(terminal), "the silence")
        terminal.type(SECRET + "\n")
        terminal.read_until("ready> ")
        self.assertIn("Logged in", terminal.seen)
        self.assertTrue(self.echoes(terminal))
        self.assertNotIn(SECRET, terminal.seen)
        terminal.type("exit\n")
        terminal.finish()

    def test_cannot_be_stopped(self):
        """Without a shell that could continue it, it goes on asking, and still shows nothing."""
        terminal = self.ask("--user", "echo_bot")
        terminal.read_until("Password")
        terminal.seen = ""
        terminal.type("\x1a")
        terminal.read_until("Password")
        self.assertFalse(self.echoes(terminal))
        terminal.type(SECRET + "\n")
        self.assertEqual(terminal.finish(), OK)
        self.assertNotIn(SECRET, terminal.seen)

    def test_stopped_at_a_name(self):
        terminal = Terminal(self, command=["dash", "-i"], env={**NO_LOGIN, "PS1": "ready> ", "ENV": ""})
        terminal.read_until("ready> ")
        terminal.type(f"{TOOL} login\n")
        terminal.read_until("User name: ")
        terminal.seen = ""
        terminal.type("\x1a")
        terminal.read_until("ready> ")
        terminal.seen = ""
        terminal.type("fg\n")
        terminal.read_until("User name: ")
        terminal.type("echo_bot\n")
        terminal.read_until("Password of echo_bot")
        terminal.seen = ""
        terminal.type("\x03")
        terminal.read_until("ready> ")
        terminal.type("exit\n")
        terminal.finish()

    def echoes(self, terminal):
        return bool(termios.tcgetattr(terminal.master)[3] & termios.ECHO)

    def test_nothing_typed(self):
        terminal = self.ask("--user", "echo_bot")
        terminal.read_until("Password")
        terminal.type("\n")
        self.assertEqual(terminal.finish(), USAGE)

    def test_no_terminal(self):
        line = self.fail_with(USAGE, "login", "--user", "echo_bot", env=NO_LOGIN, start_new_session=True)
        self.assertIn("--password-file", line)
        self.assertIn("--server", self.fail_with(USAGE, "login", env=NOTHING, start_new_session=True))


class FileTest(LoginTest):
    def test_file(self):
        done = self.login()
        self.assertEqual(done.status, OK, done)
        self.assertIn(str(self.token_file()), done.out)
        for path in (self.home / "state/trueconf-bot").iterdir():
            self.assertEqual(path.stat().st_mode & 0o777, 0o600, path)
            self.assertNotIn(SECRET, path.read_text())
        self.assertEqual((self.home / "state/trueconf-bot").stat().st_mode & 0o777, 0o700)
        self.assertEqual(self.succeed("token", env=NO_LOGIN), self.token_file().read_text() + "\n")
        self.succeed("chats", env=NOTHING)
        settings = json.loads(self.succeed("--print-config", "--json", env=NOTHING))
        self.assertEqual(settings["token"], {"set": True, "source": str(self.token_file())})
        self.assertEqual(settings["server"]["value"], "127.0.0.1")

    def test_json(self):
        answer = json.loads(self.login("--json").out)
        expires = answer.pop("expires")
        self.assertGreater(expires, 1_700_000_000)
        self.assertEqual(answer, {"server": "127.0.0.1", "user": "echo_bot", "profile": "default", "place": "file",
                                  "path": str(self.token_file())})
        self.assertEqual(self.login("-q").out, "")

    def test_logout(self):
        self.login()
        self.assertEqual(self.succeed("logout", env=NO_LOGIN), "The token is forgotten.\n")
        self.assertEqual(list((self.home / "state/trueconf-bot").iterdir()), [])
        self.assertEqual(self.succeed("logout", env=NO_LOGIN), "There was no token to forget.\n")
        self.assertIn("trueconf-bot login", self.fail_with(CONFIG, "chats", env=NO_LOGIN))

    def test_profiles(self):
        self.config("[profile default]\n[profile a/../b]\n")
        self.login("--profile", "a/../b")
        self.fail_with(CONFIG, "chats", env=NO_LOGIN)
        self.succeed("chats", "--profile", "a/../b", env=NO_LOGIN)
        self.assertEqual(sorted(path.name for path in (self.home / "state/trueconf-bot").iterdir()),
                         ["login-a%2F..%2Fb", "token-a%2F..%2Fb"])

    def test_only_for_its_server_and_user(self):
        """A token goes to nobody else."""
        self.login()
        self.fail_with(CONFIG, "chats", env={**NO_LOGIN, "TRUECONF_SERVER": "localhost"})
        self.fail_with(CONFIG, "chats", "--user", "nora", env=NO_LOGIN)
        self.assertEqual(self.sandbox.counters()["upgrades"], 0)
        self.succeed("chats", "--user", "echo_bot@sandbox.local", env=NO_LOGIN)

    def test_what_else_is_said_wins(self):
        self.login()
        self.assertIn("authorized", self.succeed("health"))
        token = self.write("token", self.sandbox.call("/sandbox/token", {"user": "max"})["access_token"])
        self.assertIn("max@sandbox.local", self.succeed("health", "--token-file", token, env=NO_LOGIN))

    def test_expired(self):
        self.login()
        self.fault("expire-token")
        line = self.fail_with(REFUSED, "chats", env=NO_LOGIN)
        self.assertIn("“trueconf-bot login” gets a new token", line)

    def test_open_file(self):
        self.login()
        self.token_file().chmod(0o644)
        done = self.run_tool("chats", env=NO_LOGIN)
        self.assertEqual(done.status, OK)
        self.assertIn("chmod 600", done.err)
        # the next log-in puts it right
        self.login()
        self.assertEqual(self.token_file().stat().st_mode & 0o777, 0o600)

    def test_wrong_password(self):
        done = self.run_tool("login", "--user", "echo_bot", "--password-file", "-", text="wrong", env=NO_LOGIN)
        self.assertEqual((done.status, done.out), (REFUSED, ""))
        self.assertNotIn("wrong", done.err)
        self.assertFalse(self.token_file().exists())

    def test_keyring_that_is_not_there(self):
        done = self.login("--store", "keyring")
        self.assertEqual(done.status, UNAVAILABLE)
        self.assertIn("desktop session" if os.environ["TRUECONF_TOOL_KEYRING"] else "without libsecret", done.err)
        self.fail_with(USAGE, "login", "--store", "pocket")

    def test_token(self):
        first = self.succeed("token")
        self.assertEqual(len(first.strip().split(".")), 3)
        answer = json.loads(self.succeed("token", "--json"))
        self.assertEqual(sorted(answer), ["access_token", "expires"])
        self.succeed("chats", "--token-file", self.write("token", answer["access_token"]), env=NO_LOGIN)
        # nobody connects for a token
        self.assertEqual(self.sandbox.counters()["upgrades"], 1)


class KeyringTest(LoginTest):
    """With a keyring of its own, unlocked, on a bus of its own."""

    def setUp(self):
        super().setUp()
        data = self.home / "data"
        runtime = self.home / "runtime"
        runtime.mkdir(0o700)
        self.bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1", f"--address=unix:dir={runtime}"],
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=self.environment(XDG_DATA_HOME=str(data)))
        self.addCleanup(self.end_bus)
        self.session = {"DBUS_SESSION_BUS_ADDRESS": self.bus.stdout.readline().strip(), "XDG_RUNTIME_DIR": str(runtime),
                        "XDG_DATA_HOME": str(data)}
        self.keyring = subprocess.Popen(["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
                                        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        env=self.environment(**self.session))
        self.addCleanup(self.end_keyring)
        self.keyring.stdin.write(b"password of the keyring\n")
        self.keyring.stdin.close()
        wait_for(self.has_keyring, "the keyring")

    def has_keyring(self):
        call = ["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/org/freedesktop/DBus", "--method",
                "org.freedesktop.DBus.NameHasOwner", "org.freedesktop.secrets"]
        return "true" in subprocess.run(call, capture_output=True, text=True, env=self.environment(**self.session)).stdout

    def end_keyring(self):
        self.keyring.kill()
        self.keyring.wait(PATIENCE)

    def end_bus(self):
        self.bus.kill()
        self.bus.wait(PATIENCE)
        self.bus.stdout.close()

    def test_keyring(self):
        env = {**NO_LOGIN, **self.session}
        done = self.login(env=env)
        self.assertEqual(done.status, OK, done)
        self.assertIn("in the keyring", done.out)
        self.assertFalse(self.token_file().exists())
        self.succeed("chats", env={**NOTHING, **self.session})
        settings = json.loads(self.succeed("--print-config", "--json", env=env))
        self.assertEqual(settings["token"], {"set": True, "source": "the keyring"})
        # from elsewhere, as with ssh, it is not to be had
        done = self.run_tool("chats", env=NO_LOGIN)
        self.assertEqual(done.status, CONFIG)
        self.assertIn("desktop session", done.err)
        self.assertEqual(self.succeed("logout", env=env), "The token is forgotten.\n")
        self.fail_with(CONFIG, "chats", env=env)

    def test_a_file_is_asked_for(self):
        env = {**NO_LOGIN, **self.session}
        self.login("--store", "file", env=env)
        self.assertTrue(self.token_file().exists())
        # the next one takes the file away
        self.login(env=env)
        self.assertFalse(self.token_file().exists())

    def test_only_who_needs_it_loads_it(self):
        """libsecret would cost each command some time."""
        if shutil.which("ldd"):
            self.assertNotIn("secret", subprocess.run(["ldd", TOOL], capture_output=True, text=True).stdout)
        process = self.start("listen", "-q", env=self.session)
        self.addCleanup(process.kill)
        wait_for(lambda: self.sandbox.call("/sandbox/state")["connections"], "the connection")
        with open(f"/proc/{process.pid}/maps") as maps:
            self.assertNotIn("libsecret", maps.read())
        self.interrupt(process)


# a tool that was built without libsecret has no keyring to test
if not os.environ["TRUECONF_TOOL_KEYRING"]:
    del KeyringTest

if __name__ == "__main__":
    main()
