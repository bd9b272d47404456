#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Installs by './dev install --prefix PREFIX' in a root that has Debian's packages and nothing else, then runs the echo
# bots of README.md there, without this tree and without any variable that './dev install' did not print. Nothing outside
# of that root changes. Needs to be root.
#
# clean-root.sh PREFIX

set -euo pipefail
tree=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")

if [ "${1:-}" != --inside ]; then
  # mounts and a network of its own, which are gone when this program ends
  if ! unshare --mount --net true; then
    echo "clean-root.sh: this needs root and namespaces. A container has to allow them (docker run --privileged)." >&2
    exit 1
  fi
  root=$(mktemp -d)
  trap 'rmdir "$root"' EXIT
  unshare --mount --net "$0" --inside "$root" "$@"
  exit
fi

root=$2
prefix=$3

# mounts a folder at the same place in the root, as a copy: what gets written there is lost in the end
copy_folder () {
  local store=$root/overlay/${1//\//-}
  mkdir -p "$store/upper" "$store/work" "$root$1"
  mount -t overlay overlay "$root$1" -o "lowerdir=$1,upperdir=$store/upper,workdir=$store/work"
}

mount -t tmpfs tmpfs "$root"
cd "$root"
mkdir dev proc root sys tmp
# symbolic links into /usr
cp -d /bin /lib* /sbin .
for folder in dev proc sys; do
  mount --rbind "/$folder" "$folder"
done
for folder in /etc /usr /var; do
  copy_folder "$folder"
done
mount -t tmpfs tmpfs usr/local
# what an earlier installation has left
rm -rf usr/include/trueconf-bot-1 usr/lib/*/libtrueconf-bot-1.* usr/lib/*/girepository-1.0/Trueconf-1.typelib \
  usr/lib/*/pkgconfig/trueconf-bot-1.pc usr/bin/trueconf-sandbox

copy_folder "$tree"
mkdir tmp/echo
cp "$tree/README.md" "$tree/tests/install/echo_bots.py" tmp/echo
# with no address but that of the loopback, names are not resolved
ip link set lo up
ip address add 192.0.2.1/32 dev lo
echo '127.0.0.1 localhost video.example.com' >etc/hosts

clean=(chroot "$root" env -i HOME=/root LANG=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
"${clean[@]}" "$tree/dev" install --prefix "$prefix" | tee tmp/echo/said
sed -n '/^export /p' tmp/echo/said >tmp/echo/environment
umount "$root$tree"

"${clean[@]}" bash -ec 'cd /tmp/echo && . ./environment && exec /usr/bin/python3 echo_bots.py'
