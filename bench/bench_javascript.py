#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the echo in JavaScript with the override, by introspection alone and in C, turn by turn, and says how they compare."""

import argparse
import json
import os
import statistics
import subprocess

TITLES = {"override": "override", "filter": "a function as filter", "promise": "an async one",
          "handlers": "ten that do not match", "plain": "introspection alone", "c": "C"}
AIM = 150


def start_driver(args):
    driver = subprocess.Popen(
        [args.driver, f"--messages={args.messages}", f"--in-flight={args.in_flight}", f"--size={args.size}"],
        stdout=subprocess.PIPE, text=True)
    return driver, driver.stdout.readline().strip()


def command(args, mode, port):
    if mode == "c":
        return [args.echo, "library", port]
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "echo_javascript.js")
    return [args.gjs, "-m", script, mode, port, str(args.messages)]


def environment(args, mode):
    found = dict(os.environ, GI_TYPELIB_PATH=args.library, LD_LIBRARY_PATH=args.library)
    found.pop("GJS_PATH", None)
    return found if mode == "plain" else dict(found, GJS_PATH=args.override)


def run(args, mode):
    driver, port = start_driver(args)
    # the echo in C ends without stopping its bot, which the library warns of
    try:
        out = subprocess.run(command(args, mode, port), check=True, stdout=subprocess.PIPE, text=True, timeout=300,
                             env=environment(args, mode), stderr=subprocess.DEVNULL if mode == "c" else None)
    finally:
        driver.terminate()
        driver.wait()
    result = json.loads(out.stdout.splitlines()[-1])
    if result["echoes"] < args.messages:
        raise SystemExit(f"{mode}: only {result['echoes']} of {args.messages} messages were echoed")
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("echo", help="the echo in C")
    parser.add_argument("gjs")
    parser.add_argument("library", help="the folder with the library and its typelib")
    parser.add_argument("override", help="the folders with overrides, as GJS_PATH")
    parser.add_argument("--messages", type=int, default=20000)
    parser.add_argument("--in-flight", type=int, default=32)
    parser.add_argument("--size", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=TITLES, action="append")
    args = parser.parse_args()

    modes = args.only or list(TITLES)
    print(f"Echo of {args.messages:,} messages of {args.size} bytes in JavaScript, {args.in_flight} in flight,"
          f" median of {args.rounds} rounds:", flush=True)
    results = {mode: [] for mode in modes}
    for _ in range(args.rounds):
        for mode in modes:
            results[mode].append(run(args, mode))

    def median(mode, key):
        return statistics.median(result[key] for result in results[mode])

    def compare(mode, other):
        return median(mode, "cpu_us") / median(other, "cpu_us")

    for mode in modes:
        print(f"  {TITLES[mode]:<22} {args.messages / median(mode, 'wall_us') * 1e6:>8,.0f} messages/s"
              f" {median(mode, 'wall_us') / args.messages:>8.1f} µs {median(mode, 'cpu_us') / args.messages:>8.1f} µs CPU an echo"
              f" {median(mode, 'peak_kib') / 1024:>7.1f} MiB peak")
    if not args.only:
        print(f"  The override takes {compare('override', 'plain'):.2f} times the CPU of introspection alone, and"
              f" {compare('override', 'c'):.2f} times that of C (aim: no more than {AIM} µs).")
        print(f"  A function as filter makes an echo {compare('filter', 'override'):.2f} times as expensive, an async one"
              f" {compare('promise', 'override'):.2f} times, ten handlers before it whose functions do not match"
              f" {compare('handlers', 'override'):.2f} times.")


if __name__ == "__main__":
    main()
