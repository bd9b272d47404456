#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the echo with the library and as a bare loop, turn by turn, and says how they compare."""

import argparse
import json
import statistics
import subprocess


def start_driver(args, messages):
    driver = subprocess.Popen(
        [args.driver, f"--messages={messages}", f"--in-flight={args.in_flight}", f"--size={args.size}"],
        stdout=subprocess.PIPE, text=True)
    return driver, driver.stdout.readline().strip()


def stop(driver):
    driver.terminate()
    driver.wait()


def run(args, mode):
    driver, port = start_driver(args, args.messages)
    try:
        out = subprocess.run([args.echo, mode, port], check=True, capture_output=True, text=True, timeout=120)
    finally:
        stop(driver)
    result = json.loads(out.stdout)
    if result["echoes"] < args.messages:
        raise SystemExit(f"{mode}: only {result['echoes']} of {args.messages} messages were echoed")
    return result


def median(results, key):
    return statistics.median(r[key] for r in results)


def describe(name, results, messages):
    instructions = median(results, "instructions")
    print(f"  {name:<10} {messages / median(results, 'wall_us') * 1e6:>10,.0f} messages/s"
          f" {median(results, 'cpu_us') / messages:>8.1f} µs CPU an echo"
          + (f" {instructions / messages:>10,.0f} instructions an echo" if instructions > 0 else "")
          + f" {median(results, 'peak_kib') / 1024:>7.1f} MiB peak")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("echo")
    parser.add_argument("memory")
    parser.add_argument("--messages", type=int, default=20000)
    parser.add_argument("--in-flight", type=int, default=32)
    parser.add_argument("--size", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()

    bare, library = [], []
    print(f"Echo of {args.messages:,} messages of {args.size} bytes, {args.in_flight} in flight,"
          f" median of {args.rounds} rounds:", flush=True)
    for _ in range(args.rounds):
        bare.append(run(args, "bare"))
        library.append(run(args, "library"))
    describe("bare loop", bare, args.messages)
    describe("library", library, args.messages)

    ratio = median(library, "cpu_us") / median(bare, "cpu_us")
    print(f"  The library takes {ratio:.2f} times the CPU of the bare loop (aim: no more than 1).")
    if median(bare, "instructions") > 0:
        print(f"  Instructions: {median(library, 'instructions') / median(bare, 'instructions'):.2f} times.")

    driver, port = start_driver(args, 0)
    try:
        out = subprocess.run([args.memory, port], check=True, capture_output=True, text=True, timeout=60)
    finally:
        stop(driver)
    memory = json.loads(out.stdout)
    print("Idle bots, memory of their own:")
    print(f"  {memory['process_kib'] / 1024:.1f} MiB for a process with one bot (aim: 15),"
          f" {memory['further_kib']:.1f} KiB for each further bot (aim: 40)")


if __name__ == "__main__":
    main()
