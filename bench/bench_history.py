#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Asks for a chat's history, and says what a message of it costs, beside what json-glib takes to read the same bytes."""

import argparse
import json
import os
import subprocess


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("server")
    parser.add_argument("client")
    parser.add_argument("--messages", type=int, default=1000)
    args = parser.parse_args()

    server = subprocess.Popen([args.server, f"--messages={args.messages}"], stdout=subprocess.PIPE, text=True)
    try:
        port = server.stdout.readline().strip()
        # each small piece of memory is seen by itself
        out = subprocess.run([args.client, port, str(args.messages)], check=True, capture_output=True, text=True,
                             timeout=300, env=dict(os.environ, G_SLICE="always-malloc"))
    finally:
        server.terminate()
        server.wait()

    result = json.loads(out.stdout)
    print(f"History of {args.messages:,} messages of {result['text_bytes']:.0f} bytes, each of them:")
    for name, title in (("library", "library, asked for and handed over"), ("parser", "json-glib, parsed alone")):
        row = result[name]
        print(f"  {title:<36} {row['wall_us']:>7.2f} µs {row['cpu_us']:>7.2f} µs CPU"
              f" {row['bytes']:>8,.0f} bytes kept")
    print(f"  The library takes {result['library']['cpu_us'] / result['parser']['cpu_us']:.2f} times the CPU"
          f" and {result['library']['bytes'] / result['parser']['bytes']:.2f} times the memory of the parser.")


if __name__ == "__main__":
    main()
