#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the echo in Python with the override, by introspection alone and with the vendor's library, turn by turn, and says how
they compare."""

import argparse
import json
import os
import statistics
import subprocess
import sys

TITLES = {"override": "override", "asyncio": "override, in asyncio", "plain": "introspection alone",
          "vendor": "python-trueconf-bot"}


def start_driver(args):
    driver = subprocess.Popen(
        [args.driver, f"--messages={args.messages}", f"--in-flight={args.in_flight}", f"--size={args.size}",
         # the vendor's client reads no message without it
         "--describe-chats"],
        stdout=subprocess.PIPE, text=True)
    return driver, driver.stdout.readline().strip()


def environment(args, mode):
    if mode == "vendor":
        # an environment of its own, which has nothing of this tree
        return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GI_"))}
    found = dict(os.environ, GI_TYPELIB_PATH=args.library, LD_LIBRARY_PATH=args.library)
    found.pop("PYTHONPATH", None)
    return found if mode == "plain" else dict(found, PYTHONPATH=args.override)


def run(args, mode):
    driver, port = start_driver(args)
    python = args.vendor_python if mode == "vendor" else sys.executable
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "echo_python.py")
    try:
        out = subprocess.run([python, script, mode, port, str(args.messages)], check=True, stdout=subprocess.PIPE, text=True,
                             timeout=300, env=environment(args, mode))
    finally:
        driver.terminate()
        driver.wait()
    return json.loads(out.stdout.splitlines()[-1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("library", help="the folder with the library and its typelib")
    parser.add_argument("override", help="the folder with gi/overrides")
    parser.add_argument("vendor_python", help="a Python that has the vendor's library")
    parser.add_argument("--messages", type=int, default=20000)
    parser.add_argument("--in-flight", type=int, default=32)
    parser.add_argument("--size", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=TITLES, action="append")
    args = parser.parse_args()

    modes = args.only or list(TITLES)
    if "vendor" in modes and not os.access(args.vendor_python, os.X_OK):
        raise SystemExit(f"{args.vendor_python} is not there: ./dev bench makes it where a registry of Python packages can be reached")
    print(f"Echo of {args.messages:,} messages of {args.size} bytes in Python, {args.in_flight} in flight,"
          f" median of {args.rounds} rounds:", flush=True)
    results = {mode: [] for mode in modes}
    for _ in range(args.rounds):
        for mode in modes:
            results[mode].append(run(args, mode))

    def median(mode, key):
        return statistics.median(result[key] for result in results[mode])

    for mode in modes:
        print(f"  {TITLES[mode]:<22} {args.messages / median(mode, 'wall_us') * 1e6:>8,.0f} messages/s"
              f" {median(mode, 'wall_us') / args.messages:>8.1f} µs {median(mode, 'cpu_us') / args.messages:>8.1f} µs CPU an echo"
              f" {median(mode, 'peak_kib') / 1024:>7.1f} MiB peak")
    if "override" in modes and "vendor" in modes:
        print(f"  The override echoes {median('vendor', 'wall_us') / median('override', 'wall_us'):.1f} times as many messages a "
              f"second as python-trueconf-bot, for {median('override', 'cpu_us') / median('vendor', 'cpu_us'):.2f} times the CPU "
              "(aim: 10 times as many).")
    if "override" in modes and "plain" in modes:
        print(f"  It takes {median('override', 'cpu_us') / median('plain', 'cpu_us'):.2f} times the CPU of introspection alone.")


if __name__ == "__main__":
    main()
