# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Where this machine takes its packages from, and how it reaches others; for scripts that make roots.

own_name () {
  # shellcheck source=/dev/null
  (. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
}

# the mirror that this machine takes its own release from
find_mirror () {
  local name
  name=$(own_name)
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI) $(COMPONENT) $(RELEASE) $(CODENAME)' 'Created-By: Packages' |
    awk -v "name=$name" '$2 == "main" && ($3 == name || $4 == name) && !found { print $1; found = 1 }'
}

# read_release MIRROR RELEASE FIELD: a field of what the mirror says of a release
read_release () {
  local folder
  folder=$(mktemp -d)
  # by apt, since it knows the machine's proxy
  PATH=$PATH:/usr/lib/apt apt-helper -o Acquire::Retries=3 download-file "${1%/}/dists/$2/Release" "$folder/Release" \
    >/dev/null 2>&1 || true
  sed -n "s/^$3: *//p" "$folder/Release" 2>/dev/null || true
  rm -rf "$folder"
}

# write_apt_options FILE: what apt needs inside as it does here
write_apt_options () {
  apt-config dump --no-empty | grep -E '^Acquire::(https?::Proxy|Check-Valid-Until|Check-Date)' >"$1" || true
}

# copy_settings ROOT: how this machine reaches others
copy_settings () {
  local file
  for file in /etc/hosts /etc/resolv.conf /etc/pip.conf ~/.config/pip/pip.conf /usr/local/share/ca-certificates; do
    [ ! -e "$file" ] || (cd / && cp -rL --parents "${file#/}" "$1")
  done
}
