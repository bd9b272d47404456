# SPDX-License-Identifier: LGPL-2.1-or-later
"""The settings of the tool: four places, of which the last wins; secrets; and the command line itself."""

import contextlib
import json
import os
import re
import signal
import subprocess
from pathlib import Path

from harness import main
from tool_harness import CONFIG, NO_INPUT, OK, PATIENCE, SECRET, TOOL, UNAVAILABLE, USAGE, ToolTest, wait_for


class PlacesTest(ToolTest):
    options = None

    def settings(self, *arguments, **env):
        return json.loads(self.succeed("--print-config", "--json", *arguments, env=env))

    def value(self, name, *arguments, **env):
        setting = self.settings(*arguments, **env)[name]
        return setting.get("value"), setting.get("source")

    def test_defaults(self):
        settings = self.settings()
        self.assertEqual(settings["profile"], "default")
        self.assertEqual({name: setting.get("value") for name, setting in settings.items() if name != "profile"},
                         {"server": None, "port": "443", "tls": "true", "user": None, "password": None, "token": None,
                          "client-id": None, "ca-file": None, "verify-tls": "true", "timeout": "30", "retries": "0"})
        self.assertFalse(any(setting["set"] for name, setting in settings.items() if name != "profile"))

    def test_order(self):
        """System, person, environment, options: each wins over the ones before."""
        system = self.write("etc/trueconf-bot/config.ini", "[profile default]\nserver = system\nport = 1\n")
        self.assertEqual(self.value("server"), ("system", f"{system}: server"))
        own = self.config("[profile default]\nserver = own\n")
        self.assertEqual(self.value("server"), ("own", f"{own}: server"))
        self.assertEqual(self.value("port"), ("1", f"{system}: port"))
        self.assertEqual(self.value("server", TRUECONF_SERVER="environment"), ("environment", "TRUECONF_SERVER"))
        self.assertEqual(self.value("server", "-s", "option", TRUECONF_SERVER="environment"), ("option", "--server"))
        self.assertEqual(self.value("server", TRUECONF_SERVER=""), ("own", f"{own}: server"))

    def test_each_option(self):
        for option, name, value, shown in (("--server=a", "server", "a", None), ("--port=7", "port", "7", None), ("--user=u", "user", "u", None),
                                           ("--client-id=c", "client-id", "c", None), ("--ca-file=/x", "ca-file", "/x", None),
                                           ("--insecure", "verify-tls", "false", None), ("--no-tls", "tls", "false", None),
                                           ("--timeout=0.5", "timeout", "0.5", None), ("--retries=3", "retries", "3", None)):
            with self.subTest(option):
                self.assertEqual(self.value(name, option), (value, option.split("=")[0]))

    def test_each_variable(self):
        for variable, name, value in (("SERVER", "server", "a"), ("PORT", "port", "7"), ("TLS", "tls", "false"), ("USER", "user", "u"),
                                      ("CLIENT_ID", "client-id", "c"), ("CA_FILE", "ca-file", "/x"), ("VERIFY_TLS", "verify-tls", "false"),
                                      ("TIMEOUT", "timeout", "2"), ("RETRIES", "retries", "1")):
            with self.subTest(variable):
                self.assertEqual(self.value(name, **{f"TRUECONF_{variable}": value}), (value, f"TRUECONF_{variable}"))

    def test_port_without_tls(self):
        self.assertEqual(self.value("port", "--no-tls")[0], "4309")

    def test_profiles(self):
        path = self.config("[profile default]\nserver = a\n[profile test]\nserver = b\nuser = bot\n")
        self.assertEqual(self.value("server")[0], "a")
        self.assertEqual(self.value("server", "--profile", "test"), ("b", f"{path}: server"))
        self.assertEqual(self.value("user", TRUECONF_PROFILE="test")[0], "bot")
        self.assertIn("[profile other]", self.fail_with(CONFIG, "--print-config", "-P", "other"))

    def test_another_file(self):
        self.config("[profile default]\nserver = a\n")
        other = self.write("other.ini", "[profile default]\nuser = b\n")
        self.assertEqual(self.value("server", "--config", other)[0], None)
        self.assertEqual(self.value("user", TRUECONF_CONFIG=str(other))[0], "b")
        self.assertIn("absent.ini", self.fail_with(CONFIG, "--print-config", "-c", "absent.ini"))

    def test_broken(self):
        for text, word in (("[profile default]\nport = many\n", "port"), ("[profile default]\nport = 65536\n", "65535"),
                           ("[profile default]\ntls = yes\n", "true"), ("[profile default]\ntimeout = 0\n", "timeout"),
                           ("[profile default]\nsever = x\n", "sever"), ("[profil default]\n", "profil default"),
                           ("server = x\n", "config.ini"), ("[profile default]\nnonsense\n", "config.ini"),
                           (b"[profile default]\nserver = \xff\n", "server")):
            with self.subTest(text):
                path = self.config(text)
                line = self.fail_with(CONFIG, "--print-config")
                self.assertIn(word, line)
                self.assertIn(str(path), line)

    def test_as_other_editors_write_it(self):
        """With a mark of the byte order, line breaks of Windows, and blanks behind values."""
        self.write("password", b"\xef\xbb\xbfs3cret\r\n")
        self.config(b"\xef\xbb\xbf[profile default]\r\nserver = a \r\nport = 4310\t\r\npassword-file = "
                    + str(self.home / "password").encode() + b" \r\n[aliases]\r\nops = nora \r\n")
        self.assertEqual((self.value("server")[0], self.value("port")[0]), ("a", "4310"))
        self.assertIn("is empty", self.fail_with(CONFIG, "--print-config", "--password-file", self.write("p", b"\xef\xbb\xbf\n")))

    def test_a_line_that_is_odd_is_not_shown(self):
        """It may be a password that somebody has written without its key."""
        for text, number in ((f"[profile default]\nserver = a\n{SECRET}\n", 3), (f"# the bot's\n[profile default]\npassword: {SECRET}\n", 3),
                             (f"[profile default]\npassword = x\n  {SECRET}", 3), (f"[profile default]\n={SECRET}\n", 2)):
            with self.subTest(text):
                self.config(text)
                line = self.fail_with(CONFIG, "--print-config")
                self.assertIn(f"line {number} ", line)
                self.assertNotIn(SECRET, line)

    def test_backslash(self):
        """A value is what stands there: passwords may have any letter."""
        self.config("[profile default]\nserver = a\\sb\\\n")
        self.assertEqual(self.value("server")[0], "a\\sb\\")

    def test_incomplete(self):
        self.assertIn("--server", self.fail_with(CONFIG, "send", "nora", "x"))
        self.assertIn("--password-file", self.fail_with(CONFIG, "send", "nora", "x", env={"TRUECONF_SERVER": "a"}))
        self.assertIn("echo_bot", self.fail_with(CONFIG, "send", "nora", "x", "-s", "a", "-u", "echo_bot"))

    def test_shown(self):
        """For a person: a line for each, and no secret."""
        shown = self.succeed("--print-config", env={"TRUECONF_PASSWORD": SECRET, "TRUECONF_SERVER": "video.example.com"})
        lines = [line.split() for line in shown.splitlines()]
        self.assertIn(["server", "video.example.com", "TRUECONF_SERVER"], lines)
        self.assertIn(["password", "(set)", "TRUECONF_PASSWORD"], lines)

    def test_columns(self):
        """They are aligned, also where a sign has several bytes."""
        env = {"TRUECONF_SERVER": "video.example.com", "TRUECONF_USER": "пользователь"}
        shown = self.succeed("--print-config", env=env).splitlines()
        places = [line.index(name) for name in env for line in shown if line.endswith(name)]
        self.assertEqual(places, [38, 38])


class SecretsTest(ToolTest):
    def environment(self, **more):
        return super().environment(**{"TRUECONF_PASSWORD": None, **more})

    def send(self, *arguments, **options):
        self.assertNotEqual(self.succeed("send", "nora", "Hello", *arguments, **options), "")

    def test_password_file(self):
        path = self.write("password", SECRET + "\n")
        self.send("--password-file", path)
        self.send(env={"TRUECONF_PASSWORD_FILE": str(path)})
        self.config(f"[profile default]\npassword-file = {path}\n")
        self.send()

    def test_token_file(self):
        path = self.write("token", self.sandbox.token())
        self.send("--token-file", path, env={"TRUECONF_USER": None})
        self.send(env={"TRUECONF_USER": None, "TRUECONF_TOKEN_FILE": str(path)})
        self.send(env={"TRUECONF_USER": None, "TRUECONF_TOKEN": self.sandbox.token()})

    def test_standard_input(self):
        self.send("--password-file", "-", text=SECRET + "\n")
        self.assertIn("both", self.fail_with(USAGE, "send", "nora", "--password-file", "-", text=SECRET))

    def test_in_the_configuration(self):
        self.config(f"[profile default]\npassword = {SECRET}\n")
        self.send()

    def test_credentials_of_systemd(self):
        """They win over the environment, and options win over them."""
        self.write("credentials/password", SECRET, 0o444)
        env = {"CREDENTIALS_DIRECTORY": str(self.home / "credentials"), "TRUECONF_PASSWORD": "wrong"}
        self.send(env=env)
        self.fail_with(77, "send", "nora", "x", "--password-file", self.write("wrong", "wrong"), env=env)

    def test_the_winner_is_used_alone(self):
        """The password of the configuration does not renew the token of an option."""
        self.config(f"[profile default]\npassword = {SECRET}\n")
        settings = json.loads(self.succeed("--print-config", "--json", "--token-file", self.write("token", "x.y.z")))
        self.assertEqual((settings["token"]["set"], settings["password"]["set"]), (True, False))
        self.fail_with(77, "send", "nora", "x", "--token-file", self.home / "token")

    def test_open_to_all(self):
        path = self.write("password", SECRET, 0o644)
        done = self.run_tool("send", "nora", "x", "--password-file", path)
        self.assertEqual(done.status, OK)
        self.assertIn(f"chmod 600 {path}", done.err)
        self.config(f"[profile default]\npassword = {SECRET}\n", 0o644)
        self.assertIn("chmod 600", self.run_tool("send", "nora", "x").err)

    def test_unusable(self):
        self.assertIn("absent", self.fail_with(NO_INPUT, "send", "nora", "x", "--password-file", "absent"))
        self.assertIn("empty", self.fail_with(CONFIG, "send", "nora", "x", "--password-file", self.write("p", "\n")))
        self.assertIn("password or token", self.fail_with(CONFIG, "send", "nora", "x", "--password-file", self.write("p", b"\xff")))
        self.fail_with(CONFIG, "send", "nora", "x", "--password-file", "/dev/null")

    def test_home_of_nobody(self):
        """As accounts of services have it."""
        env = {"HOME": "/dev/null", "XDG_CONFIG_HOME": None, "XDG_CACHE_HOME": None, "XDG_STATE_HOME": None, "TRUECONF_PASSWORD": SECRET}
        self.assertRegex(self.succeed("send", "nora", "x", env=env), r"^\S+\n$")

    def test_home_of_somebody_else(self):
        """As sudo -u leaves it: what cannot be read is told, and the other places count."""
        home = self.home / "other"
        self.write("other/trueconf-bot/config.ini", "[aliases]\nops = nora\n")
        home.chmod(0)
        self.addCleanup(home.chmod, 0o700)
        # root can read everything
        plain = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", TOOL] if os.getuid() == 0 else [TOOL]
        done = self.run_tool("send", "nora", "x", command=plain, env={"XDG_CONFIG_HOME": str(home), "TRUECONF_PASSWORD": SECRET})
        self.assertEqual((done.status, done.err), (OK, f"trueconf-bot: {home}/trueconf-bot/config.ini: Permission denied\n"))

    def test_address_instead_of_a_name(self):
        for address in ("https://video.example.com", "http://video.example.com:4309/"):
            self.assertIn("https://", self.fail_with(USAGE, "limits", "--server", address))
            self.assertIn("--no-tls", self.fail_with(CONFIG, "limits", env={"TRUECONF_SERVER": address}))

    PIPES = (("--config", "pipe", "--print-config"), ("--password-file", "pipe", "send", "nora", "x"), ("send", "nora", "--template", "pipe"))

    def test_pipes(self):
        """What is read may be written later, as in “--password-file <(pass show bot)”."""
        os.mkfifo(self.home / "pipe")
        for text, arguments in zip(("[aliases]\nops = nora\n", SECRET, "x"), self.PIPES):
            with self.subTest(arguments):
                process = self.start(*arguments, env={"TRUECONF_PASSWORD": SECRET})
                (self.home / "pipe").write_text(text)
                self.assertEqual((process.wait(PATIENCE), process.stderr.read()), (OK, b""))

    def test_pipes_that_nobody_writes_to(self):
        """The first Ctrl-C ends it."""
        os.mkfifo(self.home / "pipe")
        for arguments in self.PIPES:
            with self.subTest(arguments):
                process = self.start(*arguments, env={"TRUECONF_PASSWORD": SECRET})
                # it waits when it has the pipe open
                wait_for(lambda: self.home / "pipe" in self.open_files(process), "the open pipe")
                self.assertEqual(self.interrupt(process).status, -signal.SIGINT)

    def open_files(self, process):
        files = []
        for link in Path(f"/proc/{process.pid}/fd").iterdir():
            with contextlib.suppress(FileNotFoundError):
                files.append(link.readlink())
        return files

    def test_pipes_that_cannot_be(self):
        """What is read more than once, or may not end."""
        os.mkfifo(self.home / "pipe")
        self.assertIn("regular file", self.fail_with(USAGE, "limits", "--ca-file", "pipe"))
        self.assertIn("regular file", self.fail_with(CONFIG, "doctor", env={"TRUECONF_CA_FILE": "pipe"}))
        for path in ("pipe", "/dev/zero"):
            line = self.fail_with(NO_INPUT, "send", "nora", "--file", path, env={"TRUECONF_PASSWORD": SECRET})
            self.assertIn(f"{path} is not a regular file", line)
            self.assertIn("--name", line)

    def test_without_an_end(self):
        self.assertIn("/dev/zero", self.fail_with(CONFIG, "--print-config", "--config", "/dev/zero"))
        self.assertIn("/dev/zero", self.fail_with(NO_INPUT, "send", "nora", "x", "--password-file", "/dev/zero"))

    def test_not_on_the_command_line(self):
        """There is no option for a secret itself: everybody sees command lines."""
        for option in ("--password", "--token"):
            line = self.fail_with(USAGE, "send", "nora", "x", option, "value")
            self.assertIn(option, line)


class CommandLineTest(ToolTest):
    options = None

    def test_help(self):
        everything = self.succeed("--help")
        self.assertIn("send", everything)
        self.assertEqual(self.succeed("-h"), everything)
        one = self.succeed("send", "--help")
        for word in ("--html", "--server", "--json", "Examples:", "TO [TEXT"):
            self.assertIn(word, one)
        self.assertEqual([line for line in (everything + one).splitlines() if len(line) > 80], [])

    def test_help_of(self):
        """The other way to ask for help."""
        self.assertEqual(self.succeed("help"), self.succeed("--help"))
        self.assertEqual(self.succeed("help", "send"), self.succeed("send", "--help"))
        self.assertIn("“send”", self.fail_with(USAGE, "help", "sned"))
        self.assertIn("“chats”", self.fail_with(USAGE, "help", "send", "chats"))

    def test_local_commands(self):
        """What asks no server has no options for that."""
        for command in ("new", "help"):
            text = self.succeed(command, "--help")
            self.assertNotIn("--server", text)
            self.assertIn("--json", text)
            self.assertIn("--server", self.fail_with(USAGE, command, "a-bot", "--server", "video.example.com"))

    def test_version(self):
        self.assertRegex(self.succeed("--version"), r"^trueconf-bot \d+\.\d+\.\d+\n$")

    def test_mistakes(self):
        for arguments, word in ((["sned"], "send"), (["frobnicate"], "--help"), ([], "--help"), (["send"], "TO"), (["--nonsense"], "--nonsense"),
                                (["send", "--nonsense"], "send --help"), (["send", "-x"], "-x"), (["send", "-я"], "-я"), (["--html", "send"], "--html"),
                                (["send", "--html=1", "a"], "--html"), (["send", "a", "--file"], "FILE"), (["send", "a", "-f"], "FILE"),
                                (["--port", "x"], "--port"), (["--port=-1"], "--port"), (["--port=70000", "--print-config"], "65535"),
                                (["--timeout", "0"], "--timeout"), (["--timeout", "nan"], "--timeout"), (["--timeout", "1e9"], "--timeout")):
            with self.subTest(arguments):
                self.assertIn(word, self.fail_with(USAGE, *arguments))

    def test_numbers(self):
        """They are decimal, and what is refused is told with the range."""
        for value in ("0.001", ".5", "2.", "007", "1000000"):
            self.assertEqual(json.loads(self.succeed("--print-config", "--json", "-t", value))["timeout"]["value"], value)
        for option, range_, values in (("--timeout", "above 0 and up to 1000000", ("1e9", "1000001", "0", "0.0", "-1", "nan", "inf", "0x10", "1e3", "+5",
                                                                                    " 5", "5 ", "1.2.3", ".", "1,5", "")),
                                       ("--retries", "from 0 to 2147483647", ("2147483648", "-1", "0x10", "1e3", "+5", " 5", "2.5", "")),
                                       ("--port", "from 0 to 65535", ("65536", "-1", "0x10"))):
            for value in values:
                with self.subTest(option=option, value=value):
                    line = self.fail_with(USAGE, f"{option}={value}", "--print-config")
                    self.assertIn(range_, line)
                    self.assertIn(f"“{value}”", line)
                    if value:
                        variable = option.removeprefix("--").upper()
                        self.assertIn(range_, self.fail_with(CONFIG, "--print-config", env={f"TRUECONF_{variable}": value}))

    def test_options_everywhere(self):
        """Before and behind the command, with blank and with equals sign, and letters in a row."""
        for arguments in (["-s", "127.0.0.1", "-p1", "--no-tls", "send", "-qj", "nora", "x"],
                          ["send", "nora", "--server=127.0.0.1", "x", "--port", "1", "--no-tls"]):
            line = self.fail_with(UNAVAILABLE, *arguments, env={"TRUECONF_USER": "a", "TRUECONF_PASSWORD": SECRET})
            self.assertIn("127.0.0.1:1", line)

    def test_hostile_arguments(self):
        """Nothing that is typed gets to the terminal as it is."""
        line = self.fail_with(USAGE, "\x1b[31m\nsecond\u202e")
        self.assertNotIn("\x1b", line)
        self.assertNotIn("\u202e", line)


class RussianTest(ToolTest):
    """The language of the person's environment."""

    options = None

    def setUp(self):
        super().setUp()
        # on most machines there is no Russian locale
        subprocess.run(["localedef", "-i", "ru_RU", "-f", "UTF-8", self.home / "ru_RU.UTF-8"], check=True)
        self.russian = {"LOCPATH": str(self.home), "LC_ALL": "ru_RU.UTF-8", "LD_PRELOAD": os.environ["TRUECONF_BUILT_CATALOGUES"],
                        "BUILT_CATALOGUES": os.path.join(os.environ["TRUECONF_BUILD_ROOT"], "po")}

    def test_help(self):
        text = self.succeed("send", "--help", env=self.russian)
        for word in ("Отправить сообщение", "Параметры:", "Примеры:", "--server ХОСТ"):
            self.assertIn(word, text)
        self.assertEqual([line for line in text.splitlines() if len(line) > 80], [])

    def test_errors(self):
        self.assertIn("Может быть, «send»", self.fail_with(USAGE, "sned", env=self.russian))
        self.assertIn("Сервер не задан", self.fail_with(CONFIG, "send", "nora", "x", env=self.russian))

    def test_sandbox(self):
        """It speaks the same languages."""
        def run(*arguments, status):
            done = self.run_tool(*arguments, command=[os.environ["TRUECONF_SANDBOX"]], env=self.russian)
            self.assertEqual(done.status, status, done)
            return done.out + done.err

        text = run("--help", status=OK)
        for word in ("для разработки и проверок", "--host=АДРЕС", "--key=СТРОКА"):
            self.assertIn(word, text)
        # what is in English has not been translated; --help is GLib's own
        self.assertEqual([line for line in text.splitlines() if re.search(r"  [A-Z][a-z]+ [a-z]+", line) and "--help" not in line], [])
        self.assertIn("Укажите порт", run("--port", "70000", status=2))
        self.assertIn("--host и --port", run("--host", "192.0.2.1", status=1))

    def test_numbers(self):
        """A decimal comma changes nothing."""
        settings = json.loads(self.succeed("--print-config", "--json", "--timeout", "0.5", env=self.russian))
        self.assertEqual(settings["timeout"]["value"], "0.5")


if __name__ == "__main__":
    main()
