# shellcheck shell=bash
# shellcheck disable=SC2154 # prerequisites.sh assigns them
# Source it after engine.sh:
#
#   base_image SUITE    prints the name of a minimal Debian image of that suite, pulled where a registry can be reached
#                       and otherwise made from the host's own package mirrors

base_image() {
  local public=debian:$1-slim made=darkroom/debian:$1 name sources
  for name in "$public" "$made"; do
    docker image inspect "$name" >/dev/null 2>&1 && { echo "$name"; return 0; }
  done
  timeout 120 docker pull -q "$public" >/dev/null 2>&1 && { echo "$public"; return 0; }

  if [[ $EUID -ne 0 || $(debian_suite) == "" ]]; then
    say "$public cannot be pulled, and only root on Debian can make it from packages: pull it, or run this there."
    return 1
  fi
  need "${needs_for_base_image[@]}" || return 1
  say "making $made from Debian's packages (no registry answers)"
  sources=$(debian_sources "$1") || return 1
  # shellcheck disable=SC2046 # one option a line, none with spaces
  (
    set -o pipefail
    mmdebstrap --quiet --variant=minbase --mode=root $(apt_options) "$1" - <<<"$sources" | docker import - "$made" >/dev/null
  ) && echo "$made"
}

debian_suite() { (. /etc/os-release 2>/dev/null && [[ ${ID:-} == debian ]] && echo "${VERSION_CODENAME:-}"); }

# The host's package sources, for another suite: whatever mirror works here works for the image.
debian_sources() {
  local key=/usr/share/keyrings/debian-archive-keyring.gpg
  apt-get update -q >/dev/null || return 1
  apt-get indextargets --format '$(ORIGIN)|deb [signed-by='$key'] $(REPO_URI) $(CODENAME) $(COMPONENT)' \
    'Created-By: Packages' | sed -n "s/^Debian|//p" | sed "s/ $(debian_suite)/ $1/" | sort -u
}

# The host's way to its mirrors: proxies, and whether it minds that a mirror's index is old.
apt_options() { apt-config dump | sed -nE 's/^(Acquire::(https?|Check)[^ ]*) "([^" ]+)";$/--aptopt=\1="\3"/p'; }
