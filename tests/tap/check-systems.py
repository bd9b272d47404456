#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How tests/systems/clean-system.sh finds a release, and that it leaves nothing behind.

check-systems.py CLEAN_SYSTEM: in place of apt and mmdebstrap there are programs that only say something.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from minitap import Tap

PATIENCE = 30
MIRROR = "http://mirror.invalid/debian"
OWN = next((line.split("=")[1].strip().strip('"') for line in Path("/etc/os-release").read_text().splitlines()
            if line.startswith("VERSION_CODENAME=")), "")
PROGRAMS = {
    "id": "echo 0",
    "apt-get": f"""echo {MIRROR}-security main {OWN}-security {OWN}-security
echo {MIRROR} contrib {OWN} {OWN}
echo {MIRROR} main stable {OWN}""",
    # the last two arguments are an address and a file
    "apt-helper": """while [ $# -gt 2 ]; do shift; done
release=$(basename "$(dirname "$1")")
[ -f "$RELEASES/$release" ] && cp "$RELEASES/$release" "$2" """,
}
HANGS = """mkdir -p "$FOLDER/system/root/usr"
touch "$FOLDER/started"
exec sleep 1000"""

# only says what it should run, and leaves the log that the tests leave
CHROOT = """echo "$@" >>"$FOLDER/calls"
mkdir -p "$1/tree/_build/meson-logs"
echo '{}' >"$1/tree/_build/meson-logs/testlog.json" """


class Machine:
    def __init__(self, folder, script, **programs):
        self.folder = Path(folder)
        self.script = script
        for name in ("bin", "releases"):
            (self.folder / name).mkdir()
        for name, text in {**PROGRAMS, **programs}.items():
            path = self.folder / "bin" / name
            path.write_text(f"#!/bin/sh\n{text}\n")
            path.chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "FOLDER": str(folder),
                            "RELEASES": str(self.folder / "releases")}

    def add_release(self, name, codename):
        (self.folder / "releases" / name).write_text(f"Origin: Debian\nSuite: stable\nCodename: {codename}\n")

    def start(self, *arguments, **more):
        return subprocess.Popen([self.script, *arguments], env=self.environment, text=True, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, start_new_session=True, **more)

    def run(self, *arguments):
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=PATIENCE)
        return process.returncode, output.strip(), errors


def check_names(machine):
    machine.add_release("stable", "newest")
    machine.add_release("newest", "newest")
    machine.add_release("oldstable", "older")
    for release, wanted in (("other", "newest"), ("stable", "newest"), ("newest", "newest"), ("oldstable", "older")):
        if machine.run("name", release) != (0, wanted, ""):
            yield f"{release}: {machine.run('name', release)}"
    machine.add_release("stable", OWN)
    if machine.run("name", "other") != (0, "older", ""):
        yield f"other on the newest: {machine.run('name', 'other')}"
    status, output, errors = machine.run("name", "noble")
    if status == 0 or output or f"there is no noble at {MIRROR}," not in errors:
        yield f"noble: {status} {output} {errors}"


def check_failure(machine):
    """What mmdebstrap says is shown, and its root is removed."""
    status, _, errors = machine.run("test", "newest", str(machine.folder / "system"))
    if status == 0 or "no space" not in errors or "root.log" not in errors:
        yield f"{status} {errors}"
    if (machine.folder / "system/root").exists():
        yield "the root is still there"
    if (machine.folder / "system/passed").exists():
        yield "it says that it has passed"


def check_unmounted(machine):
    status, _, errors = machine.run("test", "newest", str(machine.folder / "system"))
    if status == 0 or "plain chroot" not in errors or "--skip=chroot/mount" not in errors:
        yield f"{status} {errors}"


def start_and_wait(machine):
    """A process whose root is ready, and what has been called by then."""
    process = machine.start("test", "newest", str(machine.folder / "system"), "wait", stdin=subprocess.PIPE)
    for line in process.stdout:
        if line == "The root is ready\n":
            break
    else:
        raise AssertionError(process.stderr.read())
    return process, (machine.folder / "calls").read_text()


def check_go(machine):
    """The root is made at once, what is tested there waits for a line, and all being well is on record."""
    process, before = start_and_wait(machine)
    if "/tree/dev setup" not in before or "/tree/dev demo" in before:
        yield f"before: {before}"
    if (machine.folder / "system/passed").exists():
        yield "passed before it has begun"
    process.stdin.write("go\n")
    process.stdin.flush()
    # its end would end the process
    output, errors = process.stdout.read(), process.stderr.read()
    calls = (machine.folder / "calls").read_text()
    if process.wait(PATIENCE) != 0 or "/tree/dev test --fast" not in calls:
        yield f"{process.returncode} {output} {errors} {calls}"
    if not (machine.folder / "system/passed").exists():
        yield "nothing says that it has passed"
    process.stdin.close()


def check_gone(machine):
    """When whoever has started it is gone, nothing is tested, and nothing is left."""
    process, _ = start_and_wait(machine)
    process.stdin.close()
    status, errors = process.wait(PATIENCE), process.stderr.read()
    if status == 0 or "is gone" not in errors or "/tree/dev test" in (machine.folder / "calls").read_text():
        yield f"{status} {errors}"
    if (machine.folder / "system/root").exists():
        yield "the root is still there"


def check_interrupt(machine, number, everybody):
    process = machine.start("test", "newest", str(machine.folder / "system"))
    started = machine.folder / "started"
    deadline = time.monotonic() + PATIENCE
    while not started.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    (os.killpg if everybody else os.kill)(process.pid, number)
    output, errors = process.communicate(timeout=PATIENCE)
    if not started.exists() or process.returncode != 128 + number:
        yield f"{process.returncode} {output} {errors}"
    if (machine.folder / "system/root").exists():
        yield "the root is still there"


def main():
    tap = Tap()
    script = sys.argv[1]
    for name, check, programs in (
            ("names", check_names, {}),
            ("failure", check_failure, {"mmdebstrap": "echo no space; exit 1"}),
            ("unmounted", check_unmounted, {"mmdebstrap": 'echo "$@"; exit 1', "unshare": "exit 1"}),
            ("go", check_go, {"unshare": "exit 1", "mmdebstrap": 'mkdir -p "$FOLDER/system/root"', "chroot": CHROOT}),
            ("gone", check_gone, {"unshare": "exit 1", "mmdebstrap": 'mkdir -p "$FOLDER/system/root"', "chroot": CHROOT}),
            ("ctrl-c", lambda machine: check_interrupt(machine, signal.SIGINT, True), {"mmdebstrap": HANGS}),
            ("terminated", lambda machine: check_interrupt(machine, signal.SIGTERM, False), {"mmdebstrap": HANGS})):
        with tempfile.TemporaryDirectory() as folder:
            tap.case(name, check(Machine(folder, script, **programs)))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
