#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What ./dev does for a person: help is help, what is missing is named, and Ctrl-C ends a program without a traceback of
meson.

check-dev.py DEV: works on a copy beside an empty project, so that nothing of the tree is built.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from minitap import Tap

PATIENCE = 120
PROJECT = """
project('empty')
meson.add_devenv({'SEEN': 'the build'})
"""
# says that it is there, and ends in order when it is interrupted, like a bot
PROGRAM = """
import os, signal, sys
signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
print(os.environ.get("SEEN"), os.getcwd(), *sys.argv[1:], sep="|", flush=True)
signal.pause()
"""


# what is on any machine
TOOLS = ("awk", "bash", "cat", "dirname", "env", "grep", "id", "readlink", "sed", "sort")


def run(*command, cwd, **options):
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=PATIENCE, check=False, **options)


def check_help(tree):
    for command, word in (("build", "build everything"), ("test", "only these tests"), ("coverage", "lines, branches"),
                          ("lint", "check the source"), ("fuzz", "look for what a server"), ("chaos", "fails at random"), ("clean", "remove")):
        before = sorted(os.listdir(tree))
        done = run("./dev", command, "--help", cwd=tree)
        if done.returncode != 0 or word not in done.stdout or done.stderr:
            yield f"{command} --help: {done.returncode} {done.stdout} {done.stderr}"
        if len(done.stdout.splitlines()) > 6:
            yield f"{command} --help tells of other commands as well:\n{done.stdout}"
        if sorted(os.listdir(tree)) != before:
            yield f"{command} --help has done something"


def check_unknown(tree):
    done = run("./dev", "frob", "--help", cwd=tree)
    if done.returncode == 0 or "no command 'frob'" not in done.stderr:
        yield f"{done.returncode} {done.stdout} {done.stderr}"


def check_shell(tree):
    """Another shell is told that it is the wrong one."""
    done = run("dash", "dev", "help", cwd=tree)
    if done.returncode == 0 or "bash dev" not in done.stderr or len(done.stderr.splitlines()) != 1 or done.stdout:
        yield f"dash: {done.returncode} {done.stdout} {done.stderr}"
    # bash as it is when it is called sh
    done = run("bash", "--posix", "dev", "help", cwd=tree)
    if done.returncode != 0 or done.stderr:
        yield f"bash --posix: {done.returncode} {done.stderr}"


def check_missing(tree):
    """Without dpkg and without meson, each command that builds says what is missing."""
    with tempfile.TemporaryDirectory() as folder:
        for tool in TOOLS:
            os.symlink(shutil.which(tool), Path(folder, tool))
        for command in ("build", "demo", "test"):
            done = run("./dev", command, cwd=tree, env={"PATH": folder})
            if done.returncode == 0 or len(done.stderr.splitlines()) != 1 or done.stdout:
                yield f"{command}: {done.returncode} {done.stdout} {done.stderr}"
            for word in (" gcc ", " meson ", " ninja ", "libsoup-3.0-dev"):
                if word not in done.stderr:
                    yield f"{command} says nothing of {word}: {done.stderr}"


def check_letters(tree):
    """Help is read in any terminal."""
    for command in ("help", "test", "bench"):
        done = run("./dev", command, "--help", cwd=tree)
        if not done.stdout.isascii():
            yield f"{command}: {done.stdout}"


def check_releases(tree):
    """The name of a release is looked at before anything is installed or made."""
    for arguments in ((), ("--fast",), ("../trixie",), ("trixie", "echo")):
        done = run("./dev", "test", "--on", *arguments, cwd=tree)
        if done.returncode == 0 or "dev: test: --on" not in done.stderr:
            yield f"{arguments}: {done.returncode} {done.stdout} {done.stderr}"
    done = run("./dev", "test", "--everywhere", "echo", cwd=tree)
    if done.returncode == 0 or "dev: test: --everywhere" not in done.stderr:
        yield f"--everywhere: {done.returncode} {done.stdout} {done.stderr}"


def check_python(tree):
    """A Python without PyGObject, as that of pyenv is, is not the one that programs in the shell of the build get."""
    real = "/usr/bin/python3"
    if run(real, "-c", "import gi", cwd=tree).returncode != 0:
        return
    program = "import os, sys, gi; print('other' if 'OTHER' in os.environ else 'found', *sys.argv[1:], sep='|')"
    Path(tree, "script").write_text(f"#!/usr/bin/env python3\n{program}\n")
    Path(tree, "script").chmod(0o755)
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder, "python3")
        other.write_text(f"#!/bin/sh\ncase $* in *'import gi'*) exit 1 ;; esac\nOTHER=yes exec {real} \"$@\"\n")
        other.chmod(0o755)
        environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
        for command, told in ((("python3", "-c", program, "a b"), True), (("python", "-c", program, "a b"), True),
                              (("./script", "a b"), False), ((real, "-c", program, "a b"), False)):
            done = run("./dev", "shell", *command, cwd=tree, env=environment)
            if done.stdout.splitlines()[-1:] != ["found|a b"] or done.returncode != 0:
                yield f"{command}: {done.returncode} {done.stdout} {done.stderr}"
            if (f"{other} has no PyGObject" in done.stderr) != told or len(done.stderr.splitlines()) != told:
                yield f"{command}: it said {done.stderr!r}"
    environment = {**os.environ, "PATH": f"/usr/bin:{os.environ['PATH']}"}
    done = run("./dev", "shell", "python3", "-c", program, cwd=tree, env=environment)
    if done.stdout.splitlines()[-1:] != ["found"] or done.stderr:
        yield f"with the right one: {done.stdout} {done.stderr}"


def check_vala(tree):
    """The shell of the build has valac find the library as well."""
    folder = Path(tree, "_build/trueconf-bot")
    folder.mkdir(parents=True)
    (folder / "trueconf-bot-1.vapi").write_text("namespace Trueconf {}\n")
    script = 'echo "${XDG_DATA_DIRS%%:*}"; cat "${XDG_DATA_DIRS%%:*}/vala/vapi/trueconf-bot-1.vapi"; echo "${XDG_DATA_DIRS#*:}"'
    for given, rest in ((None, "/usr/local/share:/usr/share"), ("/opt/share", "/opt/share")):
        environment = {name: value for name, value in os.environ.items() if name != "XDG_DATA_DIRS"}
        if given:
            environment["XDG_DATA_DIRS"] = given
        done = run("./dev", "shell", "/bin/sh", "-c", script, cwd=tree, env=environment)
        if done.stdout.splitlines()[-2:] != ["namespace Trueconf {}", rest]:
            yield f"XDG_DATA_DIRS={given}: {done.stdout} {done.stderr}"


def check_interrupt(tree):
    # a group of its own, which gets what a terminal sends at Ctrl-C
    process = subprocess.Popen(["./dev", "shell", sys.executable, "program.py", "--help"], cwd=tree, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    said = ""
    while "|" not in said:
        said = process.stdout.readline()
        if not said:
            break
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE)
    if said.strip() != f"the build|{os.path.realpath(tree)}|--help":
        yield f"the program was started as {said!r}"
    if process.returncode != 0 or errors:
        yield f"it ended with {process.returncode} and said {errors!r}"


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        shutil.copy(sys.argv[1], tree / "dev")
        (tree / "meson.build").write_text(PROJECT)
        (tree / "program.py").write_text(PROGRAM)
        done = run("meson", "setup", "_build", cwd=tree)
        tap.case("setup", [] if done.returncode == 0 else [done.stdout + done.stderr])
        tap.case("help", check_help(tree))
        tap.case("unknown-command", check_unknown(tree))
        tap.case("shell", check_shell(tree))
        tap.case("missing", check_missing(tree))
        tap.case("letters", check_letters(tree))
        tap.case("releases", check_releases(tree))
        tap.case("python", check_python(tree))
        tap.case("vala", check_vala(tree))
        tap.case("interrupt", check_interrupt(tree))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
