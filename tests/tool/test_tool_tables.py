# SPDX-License-Identifier: LGPL-2.1-or-later
"""The tables of docs/command-line.md: each row is tried, and the manual page has the same."""

import json
import os
import re
import signal
from pathlib import Path

from harness import free_port, main
from tool_harness import SECRET, TOOL, ToolTest, wait_for

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")


def rows(first):
    """The cells of the table whose first column has this title."""
    lines = GUIDE.partition(f"| {first} |")[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]


class StatusesTest(ToolTest):
    def test_manual(self):
        page = self.succeed("__man", "2025-12-24").partition('.SH "EXIT STATUS"')[2].partition(".SH")[0]
        told = [int(number) for row in rows("status") for number in row[0].split(", ")]
        self.assertEqual(sorted(told), sorted(int(number) for number in re.findall(r"^\.B (\d+)$", page, re.M)))
        self.assertEqual(sorted(told), sorted({0, *self.ways(), 129, 130, 143}))

    def ways(self):
        """A way to each of them: a fault of the server, arguments, and the environment."""
        return {
            1: ({"fault": "error", "code": 9999, "method": "sendMessage"}, ("send", "nora", "x"), {}),
            64: (None, ("send", "nora", "x", "--nonsense"), {}),
            65: (None, ("send", "nora", ""), {}),
            66: (None, ("send", "nora", "--file", "absent"), {}),
            67: (None, ("history", "0" * 40), {}),
            69: (None, ("send", "nora", "x", "--port", str(free_port())), {}),
            73: (None, ("download", "x", "--output", "no/such/folder/file"), {}),
            74: (None, ("send", "nora", "x"), {}),
            75: ({"fault": "error", "code": 300, "method": "sendMessage"}, ("send", "nora", "x"), {}),
            76: ({"fault": "no-answer", "method": "sendMessage"}, ("send", "nora", "x", "--timeout", "5"), {}),
            77: (None, ("send", "nora", "x"), {"TRUECONF_PASSWORD": "wrong"}),
            78: (None, ("send", "nora", "x"), {"TRUECONF_PORT": "many"}),
        }

    def test_each(self):
        self.succeed("send", "nora", "x")
        for status, (fault, arguments, env) in self.ways().items():
            with self.subTest(status):
                fault = self.sandbox.call("/sandbox/faults", fault) if fault else None
                with open("/dev/full" if status == 74 else "/dev/null", "wb") as output:
                    self.fail_with(status, *arguments, env=env, stdout=output)
                if fault:
                    self.sandbox.call(f"/sandbox/faults/{fault['id']}", method="DELETE")

    def test_signals(self):
        """As a shell sees them."""
        self.fault("no-answer", method="sendMessage")
        for status, number in ((129, signal.SIGHUP), (130, signal.SIGINT), (143, signal.SIGTERM)):
            with self.subTest(status):
                # the shell says who its child is
                process = self.start(command=["sh", "-c", '"$0" send nora x & echo $!; wait $!; echo $?', TOOL])
                child = int(process.stdout.readline())
                wait_for(lambda: any(connection["authorized"] and connection["frames_in"] > connection["frames_out"]
                                     for connection in self.sandbox.call("/sandbox/state")["connections"]), "the request")
                os.kill(child, number)
                self.assertEqual(process.stdout.read(), b"%d\n" % status)


class SettingsTest(ToolTest):
    """--print-config says of each setting, set in each place, what it is and where it comes from."""

    options = None
    values = {"server": "a", "port": "7", "tls": "false", "user": "u", "client-id": "c", "ca-file": "/x", "verify-tls": "false",
              "timeout": "2", "retries": "1"}

    def check(self, name, source, *arguments, **env):
        settings = json.loads(self.succeed("--print-config", "--json", *arguments, env=env))
        self.assertEqual(settings[name], {"set": True, "source": source, **({"value": self.values[name]} if name in self.values else {})})
        self.assertEqual([other for other, setting in settings.items() if other != "profile" and setting["set"]], [name])
        # and for people
        shown = self.succeed("--print-config", *arguments, env=env)
        self.assertRegex(shown, rf"(?m)^{name} +{re.escape(self.values.get(name, '(set)'))} +{re.escape(source)}$")
        self.assertEqual(len(re.findall(r"\((?:not set|by default)\)$", shown, re.M)), len(shown.splitlines()) - 1)
        self.assertNotIn(SECRET, shown)

    def test_each(self):
        path = self.write("secret", SECRET)
        self.assertEqual([row[0].split("`")[1].removesuffix("-file") if "password" in row[0] or "token" in row[0] else row[0].strip("`")
                          for row in rows("configuration")],
                         ["server", "port", "tls", "user", "password", "token", "client-id", "ca-file", "verify-tls", "timeout", "retries"])
        for keys, variables, options, *_ in rows("configuration"):
            keys, variables, [option] = (re.findall(r"`([^`]+)`", cell) for cell in (keys, variables, options))
            name = keys[-1]
            for key, variable in zip(keys, variables, strict=True):
                is_file = key != name
                value = str(path) if is_file else self.values.get(name, SECRET)
                behind = f" {path}" if is_file else ""
                with self.subTest(key):
                    for place in ("etc", "config"):
                        file = self.write(f"{place}/trueconf-bot/config.ini", f"[profile default]\n{key} = {value}\n")
                        self.check(name, f"{file}: {key}{behind}")
                        file.unlink()
                    other = self.write("other.ini", f"[profile p]\n{key}={value}\n")
                    self.check(name, f"{other}: {key}{behind}", "--config", other, "--profile", "p")
                    self.check(name, f"{variable}{behind}", **{variable: value})
            with self.subTest(option):
                switch = option in ("--no-tls", "--insecure")
                secret = name in ("password", "token")
                value = str(path) if secret else self.values[name]
                self.check(name, f"{option} {path}" if secret else option, *([option] if switch else [option, value]))

    def test_credentials(self):
        for name in ("password", "token"):
            path = self.write(f"{name}s/{name}", SECRET)
            self.check(name, str(path), CREDENTIALS_DIRECTORY=str(path.parent))

    def test_manual(self):
        """The page and the help have the same variables and options."""
        table = rows("configuration")
        names = {name for row in table for name in re.findall(r"`(TRUECONF_\w+)`", row[1])}
        page = self.succeed("__man", "2025-12-24")
        self.assertEqual({name for name in names if not name.endswith("_FILE") or name == "TRUECONF_CA_FILE"},
                         set(re.findall(r"^\.B [a-z\\-]+=, (TRUECONF_\w+)$", page, re.M)))
        options = self.succeed("--help")
        for row in table:
            self.assertIn(row[2].strip("`"), options)


if __name__ == "__main__":
    main()
