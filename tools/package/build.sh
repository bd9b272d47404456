#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Makes the archive of a release, and the Debian packages of what is in it, as whoever takes them to Debian does. Needs no
# network, and no changes to this machine.
#
# build.sh BUILD DIRECTORY    of a build directory of meson; leaves everything in DIRECTORY

set -euo pipefail
tree=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
build=$(readlink -f "$1")
directory=$2
rm -rf "$directory"
mkdir -p "$directory"
directory=$(readlink -f "$directory")

version=$(meson introspect "$build" --projectinfo |
  python3 -c 'import json, sys; print(json.load(sys.stdin)["version"])')
name=libtrueconf-bot-$version

cd "$tree"
if [ -e .git ]; then
  [ -z "$(git status --porcelain)" ] || echo "build.sh: what is not committed is not in the archive" >&2
  meson dist -C "$build" --no-tests --allow-dirty --formats xztar
  mv "$build/meson-dist/$name.tar.xz" "$directory"
else
  # meson makes archives of what git knows; without git, this is one that was unpacked
  tar --exclude='./_build*' --exclude=__pycache__ --transform "s,^\\.,$name," -cJf "$directory/$name.tar.xz" .
fi

cd "$directory"
tar -xf "$name.tar.xz"
ln -s "$name.tar.xz" "libtrueconf-bot_$version.orig.tar.xz"
cd "$name"
export DEB_BUILD_OPTIONS=${DEB_BUILD_OPTIONS:-noddebs parallel=$(nproc)}
dpkg-buildpackage -us -uc -b
# there is no bug to close: nobody has asked Debian for these packages
lintian --allow-root --display-info --show-overrides --fail-on error --suppress-tags initial-upload-closes-no-bugs ../*.changes
