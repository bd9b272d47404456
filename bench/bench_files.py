#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sends and fetches a large file with the library and with curl, turn by turn, and says how they compare."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

MEMORY_AIM = 8192  # KiB above idle


def sync(path):
    """Until it is on the disk: the library does not tell of a file before that, so curl must not either."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())


def run_library(args, direction, port, source, folder):
    out = subprocess.run([args.client, direction, port, source if direction == "upload" else folder],
                         check=True, capture_output=True, text=True, timeout=600)
    return json.loads(out.stdout)


def run_curl(args, direction, port, source, folder):
    target = os.path.join(folder, "bench.bin")
    command = ["curl", "--silent", "--show-error", "--fail"]
    if direction == "upload":
        command += ["--header", "Upload-Task-Id: task", "--header", "Expect:", "--output", os.devnull,
                    "--form", f"file=@{source};type=application/octet-stream",
                    f"http://127.0.0.1:{port}/bridge/api/client/v1/files"]
    else:
        command += ["--output", target, f"http://127.0.0.1:{port}/download/f"]
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"curl: {direction} failed")
    if direction == "download":
        sync(target)
    return {"wall_us": (time.monotonic() - begin) * 1e6, "cpu_us": (usage.ru_utime + usage.ru_stime) * 1e6,
            "peak_kib": usage.ru_maxrss}


def run(args, tool, direction, port, source, folder):
    """Once, with the file that was fetched taken away again, so that never more than one is there."""
    result = tool(args, direction, port, source, folder)
    fetched = os.path.join(folder, "bench.bin")
    if direction == "download":
        if os.path.getsize(fetched) != args.size:
            raise SystemExit("the file that was fetched has another size")
        os.unlink(fetched)
    return result


def median(results, key):
    return statistics.median(r[key] for r in results)


def describe(name, args, results, memory):
    print(f"  {name:<8} {args.size / median(results, 'wall_us') * 1e6 / 2**20:>8,.0f} MiB/s"
          f" {median(results, 'cpu_us') / args.size * 2**20:>8.0f} µs CPU a MiB  {memory}", flush=True)


def compare(args, direction, port, source, folder):
    library, curl = [], []
    for _ in range(args.rounds):
        curl.append(run(args, run_curl, direction, port, source, folder))
        library.append(run(args, run_library, direction, port, source, folder))
    print(f"{direction.capitalize()} of {args.size / 2**20:,.0f} MiB, median of {args.rounds} rounds:")
    describe("curl", args, curl, f"{median(curl, 'peak_kib') / 1024:.1f} MiB peak in all")
    above = max(r["above_kib"] for r in library)
    describe("library", args, library, f"{above / 1024:.1f} MiB above idle at the worst (aim: no more than 8),"
             f" {median(library, 'idle_kib') / 1024:.1f} MiB idle")
    print(f"  The library has {median(curl, 'wall_us') / median(library, 'wall_us'):.2f} times the throughput of curl.")
    return above <= MEMORY_AIM


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("server")
    parser.add_argument("client")
    parser.add_argument("--size", type=int, default=2**30)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", help="where files are fetched to, one at a time (a temporary one)")
    args = parser.parse_args()

    server = subprocess.Popen([args.server, f"--size={args.size}"], stdout=subprocess.PIPE, text=True)
    folder = tempfile.mkdtemp(prefix="trueconf-bench-", dir=args.folder)
    try:
        if shutil.disk_usage(folder).free < args.size * 1.1:
            raise SystemExit(f"{folder} has no room for {args.size:,} bytes: give another place with --folder")
        port = server.stdout.readline().strip()
        # a file with a hole, which takes no room
        source = os.path.join(folder, "source.bin")
        with open(source, "wb") as file:
            file.truncate(args.size)
        frugal = [compare(args, direction, port, source, folder) for direction in ("upload", "download")]
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)
    if not all(frugal):
        sys.exit("The aim for the memory is missed.")


if __name__ == "__main__":
    main()
