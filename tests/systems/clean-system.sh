#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Tries the tree on another release of Debian or Ubuntu: in a root that mmdebstrap makes, with a copy of the tree, as
# somebody does who has just fetched it. Nothing outside of DIRECTORY changes, and the root is removed in the end.
#
# clean-system.sh name RELEASE            prints the code name of a release; "other" is the newest stable Debian that is not
#                                         the machine's own
# clean-system.sh test NAME DIRECTORY [wait]
#                                         needs to be root; leaves its logs in DIRECTORY, and the file "passed" if all is
#                                         well. With "wait", nothing is built or tested before a line comes on standard
#                                         input, and the end of it ends the trial and removes the root: sudo hands a signal
#                                         on only from another process group, and not that of Ctrl-C

set -euo pipefail
tree=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")

fail () {
  printf 'clean-system.sh: %s\n' "$*" >&2
  exit 1
}

# shellcheck source=tests/systems/mirror.sh
. "$tree/tests/systems/mirror.sh"

cmd_name () {
  local release=$1 mirror name
  mirror=$(find_mirror)
  [ -n "$mirror" ] || fail "apt does not say where this machine's own release comes from. See: apt-get indextargets"
  [ "$release" != other ] || release=stable
  name=$(read_release "$mirror" "$release" Codename)
  if [ "$1" = other ] && [ "$name" = "$(own_name)" ]; then
    release=oldstable
    name=$(read_release "$mirror" "$release" Codename)
  fi
  [ -n "$name" ] || fail "there is no $release at $mirror, which is where this machine's own release comes from"
  printf '%s\n' "$name"
}

# ---- outside of the root

child=

clean_up () {
  # with the first process of the namespace, all others end, and the mounts go
  [ -z "$child" ] || kill -KILL "$child" 2>/dev/null || true
  wait
  rm -rf --one-file-system "$directory/root"
}

# obey PID: does what standard input says for as long as the process runs
obey () {
  local status
  while kill -0 "$1" 2>/dev/null; do
    status=0
    read -r -t 1 || status=$?
    if [ "$status" -eq 0 ]; then
      touch "$directory/go"
    elif [ "$status" -le 128 ]; then
      fail "whoever has started this is gone"
    fi
  done
}

cmd_test () {
  local name=$1 go='' separate=(unshare --mount --pid --fork --kill-child)
  directory=$2
  [ "$(id -u)" -eq 0 ] || fail "this needs to be root"
  rm -rf --one-file-system "$directory/root"
  mkdir -p "$directory"
  rm -f "$directory/testlog.json" "$directory/passed" "$directory/go"
  directory=$(readlink -f "$directory")

  if ! "${separate[@]}" mount -t tmpfs tmpfs "$directory" 2>/dev/null; then
    echo "clean-system.sh: nothing can be mounted here, so this is a plain chroot without /proc and /sys, and tests that" \
      "need them or a small disk will fail. A container has to allow mounting (docker run --privileged)." >&2
    separate=()
  fi
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  # in the background, since bash looks at signals only between two commands
  [ "${3:-}" != wait ] || go=$directory/go
  "${separate[@]}" "$0" inside "$name" "$directory" "${separate[0]:-}" "$go" </dev/null &
  child=$!
  [ -z "$go" ] || obey "$child"
  wait "$child"
  touch "$directory/passed"
}

# ---- the root

# logged NAME COMMAND…: keeps what a command says, and shows the end of it if the command fails
logged () {
  local log=$directory/$1.log
  shift
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "failed: $* (all of it: $log)"
  fi
}

make_root () {
  local name=$1 mirror components=main options=()
  mirror=$(find_mirror)
  # what building needs is in another component of Ubuntu
  [[ " $(read_release "$mirror" "$name" Components) " != *' universe '* ]] || components=main,universe
  write_apt_options "$directory/apt.conf"

  if [ -n "$mounted" ]; then
    # a mount of its own, so that tests can mount below it
    mkdir "$root"
    mount --bind "$root" "$root"
  else
    options=(--skip=chroot/mount)
  fi
  logged root mmdebstrap --mode=root --variant=apt "--components=$components" "--aptopt=$directory/apt.conf" \
    "${options[@]}" "$name" "$root" "$mirror"
}

fill_root () {
  if [ -n "$mounted" ]; then
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/run"
  fi
  copy_settings "$root"
  mkdir "$root/tree"
  # a folder in which another stage makes one, such as __pycache__, is a difference to tar (status 1); no file changes
  { tar -C "$tree" --exclude=./.git --exclude='./_build*' --exclude='./build*' --exclude=__pycache__ \
    --warning=no-file-changed -cf - . || [ $? -eq 1 ]; } |
    tar -C "$root/tree" --no-same-owner -xf -
}

# wait_for FILE: not for ever, since whoever makes the file may have been killed
wait_for () {
  local end=$((SECONDS + 4 * 3600))
  echo "The root is ready"
  until [ -e "$1" ]; do
    [ "$SECONDS" -lt "$end" ] || fail "there is no $1 after four hours"
    sleep 0.5
  done
}

cmd_inside () {
  local name=$1 status=0 variable clean
  directory=$2
  mounted=$3
  go=$4
  root=$directory/root

  echo "Making a root with $name"
  make_root "$name"
  fill_root

  clean=(chroot "$root" env -i HOME=/root LANG=C.UTF-8 "TERM=${TERM:-dumb}"
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
  for variable in CI http_proxy https_proxy no_proxy PIP_INDEX_URL; do
    [ -z "${!variable:-}" ] || clean+=("$variable=${!variable}")
  done
  echo "Installing there what Debian lacks"
  # the root is thrown away: nothing of it has to survive a loss of power
  mkdir -p "$root/etc/dpkg/dpkg.cfg.d"
  echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/unsafe-io"
  logged setup "${clean[@]}" /tree/dev setup
  [ -z "$go" ] || wait_for "$go"
  # the line with the sum is that of the whole run
  "${clean[@]}" /tree/dev test --fast --no-suite once | sed -u -E '/^[0-9]+ passed, [0-9]+ failed$/d' || status=1
  # after the tests, whose warnings are errors: the other way round, everything would be compiled twice
  "${clean[@]}" /tree/dev demo --once || status=1
  cp "$root/tree/_build/meson-logs/testlog.json" "$directory/testlog.json" || status=1
  exit "$status"
}

case ${1:-} in
  name | test | inside) command=$1; shift; "cmd_$command" "$@" ;;
  *) fail "use: clean-system.sh name RELEASE, or clean-system.sh test NAME DIRECTORY [wait]" ;;
esac
