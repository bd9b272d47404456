# SPDX-License-Identifier: LGPL-2.1-or-later
"""A backup by a timer, and what people are told if it fails. systemd itself reads the units; here its two programs are stand-ins."""

import configparser
import os
import shlex
import subprocess
import tarfile

from harness import main
from pages import blocks
from programs import EXAMPLES
from tool import ToolTest

BACKUP = EXAMPLES / "recipes/backup"
ALERTS = EXAMPLES / "recipes/alerts"


def unit(path):
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str
    parser.read(path, encoding="utf-8")
    return parser


class Units(ToolTest):
    def test_systemd_takes_them(self):
        units = self.folder / "units"
        units.mkdir()
        for path in (*BACKUP.glob("*.service"), *BACKUP.glob("*.timer"), *ALERTS.glob("*.service")):
            text = path.read_text(encoding="utf-8")
            # systemd wants the programs to be there
            for name in ("backup", "unit-failed", "trueconf_alerts.py"):
                text = text.replace(f"/usr/local/bin/{name}", self.program(name, "#!/bin/sh\n").as_posix())
            (units / path.name).write_text(text, encoding="utf-8")
        names = [units / name for name in ("backup.service", "backup.timer", "unit-failed@backup.service.service",
                                           "trueconf-alerts.service")]
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True, check=False,
                              env={**os.environ, "SYSTEMD_UNIT_PATH": f"{units}:"})
        complaints = [line for line in done.stderr.splitlines() if str(units) in line or "backup" in line or "trueconf" in line]
        self.assertEqual((done.returncode, complaints), (0, []), done.stderr)

    def test_failure_is_told(self):
        self.assertEqual(unit(BACKUP / "backup.service")["Unit"]["OnFailure"], "unit-failed@%n.service")
        # %i of unit-failed@backup.service.service
        command = shlex.split(unit(BACKUP / "unit-failed@.service")["Service"]["ExecStart"].replace("%i", "backup.service"))
        self.assertEqual(command[0], "/usr/local/bin/unit-failed")
        self.program("systemctl", '#!/bin/sh\ncase $* in *Result*backup.service) echo exit-code ;; *InvocationID*) echo 4711 ;; esac\n')
        self.program("journalctl", '#!/bin/sh\ncase $* in *--unit=backup.service*INVOCATION_ID=4711) echo "tar: <srv>: No space left" ;; esac\n')
        status, _, errors = self.run_to_end(BACKUP / "unit-failed", *command[1:])
        self.assertEqual((status, errors), (0, ""))
        text, = self.sandbox.texts()
        self.assertRegex(text, r"^❌ \S+: backup\.service has failed \(exit-code\)\n\ntar: <srv>: No space left$")

    def test_long_lines_of_the_log(self):
        """A line is cut in the middle of a letter; the alert is sent all the same."""
        self.program("systemctl", "#!/bin/sh\n")
        self.program("journalctl", f"#!/bin/sh\necho 'x{'я' * 200}'\necho end\n")
        status, _, errors = self.run_to_end(BACKUP / "unit-failed", "nora", "backup.service")
        self.assertEqual((status, errors), (0, ""))
        text, = self.sandbox.texts()
        self.assertTrue(text.endswith(f"\nx{'я' * 149}\nend"), text)

    def test_as_the_page_says(self):
        of_page = [self.write(f"page-{number}.service", block) for number, block in enumerate(blocks("recipe-backup.md", "ini"))]
        for path, file in zip(of_page, ("backup.service", "unit-failed@.service"), strict=True):
            for section, lines in unit(path).items():
                for name, value in lines.items():
                    self.assertEqual(unit(BACKUP / file)[section][name], value)
        self.program("systemctl", f"#!/bin/sh\necho $* >>{self.folder}/calls\n")
        commands, = blocks("recipe-backup.md")
        self.assertEqual(self.run_to_end("sh", "-ec", commands), (0, "", ""))
        calls = (self.folder / "calls").read_text(encoding="utf-8").splitlines()
        self.assertEqual(calls, ["daemon-reload", "enable --now backup.timer"])
        self.assertTrue(all((BACKUP / name).is_file() for name in ("backup.timer", "backup.service")))

    def test_password_of_systemd(self):
        service = unit(BACKUP / "unit-failed@.service")["Service"]
        credential, _, _ = service["LoadCredential"].partition(":")
        credentials = self.write(f"credentials/{credential}", "secret").parent
        self.write("config/trueconf-bot/config.ini", f"[profile default]\nport={self.sandbox.port}\ntls=false\n")
        settings = dict(word.split("=") for word in service["Environment"].split())
        self.assertEqual(set(settings), {"TRUECONF_SERVER", "TRUECONF_USER"})
        self.program("systemctl", "#!/bin/sh\n")
        self.program("journalctl", "#!/bin/sh\n")
        status, _, errors = self.run_to_end(BACKUP / "unit-failed", "nora", "x.service", TRUECONF_SERVER="127.0.0.1",
                                            TRUECONF_USER="echo_bot", CREDENTIALS_DIRECTORY=str(credentials))
        self.assertEqual((status, errors), (0, ""))
        self.assertEqual(len(self.sandbox.texts()), 1)


class Backup(ToolTest):
    def back_up(self, **environment):
        return self.run_to_end(BACKUP / "backup", BACKUP_SOURCE=str(self.folder / "srv"), STATE_DIRECTORY=str(self.folder / "kept"),
                               **environment)

    def test_archive(self):
        self.write("srv/a/b.txt", "what matters\n")
        old = self.write("kept/2026-01-01.tar.gz", "")
        os.utime(old, (0, 0))
        status, output, errors = self.back_up()
        self.assertEqual((status, errors), (0, ""))
        archive, = (self.folder / "kept").iterdir()
        self.assertTrue(output.startswith(f"{archive}: "), output)
        with tarfile.open(archive) as tar:
            self.assertEqual(tar.extractfile("./a/b.txt").read(), b"what matters\n")
        # what only some may read is not read in the archive either
        self.assertEqual(archive.stat().st_mode & 0o777, 0o600)
        self.assertEqual(unit(BACKUP / "backup.service")["Service"]["StateDirectoryMode"], "0700")

    def test_failure_leaves_no_archive(self):
        (self.folder / "kept").mkdir()
        status, _, errors = self.back_up()
        self.assertNotEqual(status, 0)
        self.assertIn("srv", errors)
        self.assertEqual([path.name for path in (self.folder / "kept").iterdir() if path.suffix == ".gz"], [])


if __name__ == "__main__":
    main()
