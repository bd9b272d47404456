#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Does what examples/container/Containerfile says in a root of this machine's release that mmdebstrap makes, then installs all
# packages there, as "apt install ./*.deb" does for somebody with a new machine, and runs the bot of the container and the echo
# bots of README.md. The root has nothing of this tree, and none of what it is built with. Nothing outside of it changes, and it
# is removed in the end. Needs to be root.
#
# clean-packages.sh    with the packages in _build-package

set -euo pipefail
tree=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
# shellcheck source=tests/systems/mirror.sh
. "$tree/tests/systems/mirror.sh"

# what README.md says that one needs, and what its test does
TOOLS=(ca-certificates curl gcc gjs libc6-dev openssl pkg-config python3 valac)

if [ "${1:-}" != --inside ]; then
  # mounts of its own, which are gone when this program ends
  if ! unshare --mount true; then
    echo "clean-packages.sh: this needs root and namespaces. A container has to allow them (docker run --privileged)." >&2
    exit 1
  fi
  root=$(mktemp -d)
  trap 'rmdir "$root"' EXIT
  unshare --mount --pid --fork --kill-child "$0" --inside "$root"
  exit
fi

root=$2
cd "$tree"

mount -t tmpfs tmpfs "$root"
mkdir "$root/root"
mount --bind "$root/root" "$root/root"
apt=$root/apt.conf
write_apt_options "$apt"
mmdebstrap --quiet --mode=root --variant=apt "--aptopt=$apt" --aptopt='APT::Install-Recommends "false"' \
  "$(own_name)" "$root/root" "$(find_mirror)"
root+=/root
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
copy_settings "$root"

clean=(chroot "$root" env -i HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive PYTHONDONTWRITEBYTECODE=1
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
for variable in http_proxy https_proxy no_proxy; do
  [ -z "${!variable:-}" ] || clean+=("$variable=${!variable}")
done

echo "Building what examples/container/Containerfile says"
tests/install/container.py build examples/container/Containerfile >"$root/container.sh"
ROOT=$root bash "$root/container.sh" "${clean[@]}" >"$root/container.log" 2>&1 ||
  { tail -n 40 "$root/container.log"; exit 1; }

mkdir -p "$root/tmp/packages" "$root/tmp/echo"
cp _build-package/*.deb "$root/tmp/packages"

echo "Trying what README.md says to install, as if nothing were installed"
line=$(sed -n 's/^sudo apt install \(.*trueconf-sandbox.*\)/\1/p' README.md)
"${clean[@]}" apt-get -qq update
# the patterns are for the shell inside
"${clean[@]}" sh -ec "cd /tmp/packages; apt-get -qq -s -o Dir::State::status=/dev/null install $line" >"$root/tmp/apt.log"
grep -q '^Inst trueconf-sandbox ' "$root/tmp/apt.log"

echo "Installing all packages"
cp README.md tests/install/echo_bots.py "$root/tmp/echo"
tests/install/container.py run examples/container/Containerfile >"$root/tmp/echo/container"
"${clean[@]}" sh -ec '{ apt-get -q update && apt-get -q install -y /tmp/packages/*.deb "$@"; } >/tmp/apt.log 2>&1 || { tail -n 40 /tmp/apt.log; exit 1; }' \
  apt "${TOOLS[@]}"
"${clean[@]}" dpkg-query -W '*trueconf*'
# a server's certificate can be verified, and a token can go to a keyring where there is one
"${clean[@]}" sh -ec 'test -s /etc/ssl/certs/ca-certificates.crt; grep -q libsecret-1.so.0 /usr/bin/trueconf-bot'
# “man -L ru” looks there
"${clean[@]}" dpkg -L trueconf-bot | grep -x /usr/share/man/ru/man1/trueconf-bot.1.gz

# From here on without a network. With no address but that of the loopback, names are not resolved.
isolated=(unshare --net -- sh -ec 'ip link set lo up; ip address add 192.0.2.1/32 dev lo; exec "$@"' isolated)
echo '127.0.0.1 localhost video.example.com' >"$root/etc/hosts"
"${isolated[@]}" "${clean[@]}" sh -ec 'cd /tmp/echo; exec /usr/bin/python3 echo_bots.py'

# the bot of the container, as the user that it names
"${isolated[@]}" "${clean[@]}" /usr/bin/python3 - <<'END'
import json, os, shlex, signal, subprocess, time, urllib.request

sandbox = subprocess.Popen(["trueconf-sandbox", "--port", "0", "--quiet", "--exit-with-stdin"], stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE, text=True)
ready = json.loads(sandbox.stdout.readline())
environment = {**os.environ, "SERVER": "127.0.0.1", "PORT": str(ready["port"]), "HTTPS": "0", "BOT_USER": "echo_bot", "BOT_PASSWORD": "secret",
               "HOME": "/tmp"}
with open("/tmp/echo/container") as file:
    bot = subprocess.Popen(shlex.split(file.read()), env=environment)


def state():
    request = urllib.request.Request(f"{ready['url'].rstrip('/')}/sandbox/state", headers={"X-Sandbox-Key": ready["key"]})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


deadline = time.monotonic() + 20
while not any(connection["authorized"] for connection in state()["connections"]):
    assert bot.poll() is None and time.monotonic() < deadline, "the bot of the container does not log in"
    time.sleep(0.05)
assert os.stat(f"/proc/{bot.pid}").st_uid != 0
bot.send_signal(signal.SIGTERM)
assert bot.wait(20) == 0
sandbox.stdin.close()
sandbox.wait(20)
print("the bot of the container works")
END

# what Debian's machines run of a package, by the program that they run it with
mkdir -p "$root/tmp/source/examples"
cp -r debian "$root/tmp/source"
cp -r examples/echo-bot "$root/tmp/source/examples"
# the shell within the root expands what stands in single quotes
# shellcheck disable=SC2016
"${clean[@]}" sh -ec 'apt-get -q install -y autopkgtest >/tmp/apt.log 2>&1 || { tail -n 40 /tmp/apt.log; exit 1; }
  autopkgtest --timeout-test=600 --no-built-binaries --output-dir=/tmp/autopkgtest /tmp/source -- null >/tmp/autopkgtest.log 2>&1 ||
    { tail -n 60 /tmp/autopkgtest.log; exit 1; }
  cat /tmp/autopkgtest/summary
  test "$(grep -c "PASS$" /tmp/autopkgtest/summary)" -eq "$(grep -c "^Tests:" /tmp/source/debian/tests/control)"'

# An upgrade lets the bots of trueconf-bot@.service run. A removal stops them, since the unit goes away. Nothing runs systemd here,
# so the test notes what it is asked; apt lets scripts find programs in /usr/sbin first.
mkdir -p "$root/run/systemd/system"
printf '#!/bin/sh\necho "$@" >>/tmp/asked\n' >"$root/usr/sbin/deb-systemd-invoke"
chmod +x "$root/usr/sbin/deb-systemd-invoke"
"${clean[@]}" sh -ec 'apt-get -q install -y --reinstall /tmp/packages/trueconf-bot_*.deb >/tmp/apt.log 2>&1 || { tail -n 40 /tmp/apt.log; exit 1; }
  test ! -e /tmp/asked'

# each package goes away without a trace
"${clean[@]}" sh -ec 'apt-get -q purge -y "*trueconf*" >/tmp/apt.log 2>&1 || { tail -n 40 /tmp/apt.log; exit 1; }
  find /usr /etc -iname "*trueconf*" -not -path "/usr/local/*" >/tmp/left
  if [ -s /tmp/left ]; then echo "left behind:"; cat /tmp/left; exit 1; fi
  echo "stop trueconf-bot@*.service" | cmp - /tmp/asked'
echo "purged without a trace"
