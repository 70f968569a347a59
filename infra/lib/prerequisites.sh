# shellcheck shell=bash
# What Darkroom needs from the system, in one place. Source it; it defines functions and lists, and does nothing else.
#
# A list holds "command:Debian package": the command is looked for, the package is what brings it.
# shellcheck disable=SC2034
{
  needs_for_disks=(qemu-img:qemu-utils mke2fs:e2fsprogs)
  needs_to_run=("${needs_for_disks[@]}" bwrap:bubblewrap prlimit:util-linux)
  needs_to_build=(mvn:maven flock:util-linux)
  needs_to_check=(kcat:kcat curl:curl shellcheck:shellcheck gpg:gnupg python3:python3)
  needs_for_engine=(dockerd:docker.io iptables:iptables ip:iproute2)
  # Until Debian 12 the client came with the engine.
  needs_for_engine_client=(docker:docker-cli)
  needs_for_real_images=(python3:python3 gzip:gzip "${needs_for_disks[@]}")
  needs_for_trials=(python3:python3 curl:curl "${needs_for_disks[@]}")
  needs_for_base_image=(mmdebstrap:mmdebstrap)
}

# Administrators' commands are on nobody else's path.
PATH=$PATH:/usr/sbin:/sbin

# say WORDS...: one line for people; never on stdout, which is for data.
say() { printf 'darkroom: %s\n' "$*" >&2; }

# usage FILE: the comment at the head of a script, which says how it is called.
usage() { sed -n -e '1d' -e '/^#/!q' -e 's/^# \{0,1\}//p' "$1"; }

# has COMMAND:PACKAGE...: whether every command is there.
has() {
  local pair
  for pair in "$@"; do type -P "${pair%%:*}" >/dev/null || return 1; done
}

# need COMMAND:PACKAGE...: returns when every command is there. Root on Debian gets what is missing installed;
# everybody else is told what is missing and how to get it.
need() {
  local pair packages=() commands=()
  for pair in "$@"; do
    type -P "${pair%%:*}" >/dev/null || { commands+=("${pair%%:*}"); packages+=("${pair#*:}"); }
  done
  ((${#packages[@]})) || return 0
  if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
    say "missing: ${commands[*]}; install it (on Debian: sudo apt-get install ${packages[*]}) and start again."
    return 1
  fi
  install_packages "${packages[@]}" || return 1
  hash -r
  for pair in "$@"; do
    type -P "${pair%%:*}" >/dev/null && continue
    say "${pair%%:*} is still missing although ${pair#*:} was installed; see $apt_log."
    return 1
  done
}

install_packages() {
  # Of a name that nobody can have put there before.
  apt_log=${apt_log:-$(mktemp --tmpdir darkroom-apt.XXXXXX)} || return 1
  say "installing $* (log: $apt_log)"
  {
    apt-get update -q &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
  } </dev/null >>"$apt_log" 2>&1 && return 0
  say "apt-get could not install $*; its last words:"
  tail -n 5 "$apt_log" >&2
  return 1
}

# The major version of the JDK in a directory, 0 if there is none. Read from its release file: no JVM is started.
jdk_version() {
  local line
  [[ -x $1/bin/javac && -r $1/release ]] || { echo 0; return; }
  while IFS= read -r line; do
    [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]] && { echo "${BASH_REMATCH[1]}"; return; }
  done <"$1/release"
  echo 0
}

# jdk_build PLACE: a number for the JDK in JAVA_HOME as it is used there: another after an update, and for other places.
jdk_build() { { printf '%s\n' "$JAVA_HOME" "$1" && cat "$JAVA_HOME/release"; } | cksum | cut -d ' ' -f 1; }

# Sets and exports JAVA_HOME: as it is, if that is a JDK >= 21; else the newest installed one; else, for root on Debian,
# the newest that the distribution has.
need_jdk() {
  local home version best=0 package
  version=$(jdk_version "${JAVA_HOME:-/nowhere}")
  ((version >= 21)) && { export JAVA_HOME; return 0; }
  for home in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    version=$(jdk_version "$home")
    ((version > best)) && { best=$version; JAVA_HOME=$home; }
  done
  ((best >= 21)) && { export JAVA_HOME; return 0; }
  if [[ -z ${JDK_SOUGHT:-} && $EUID -eq 0 ]] && command -v apt-cache >/dev/null; then
    apt-get update -q >/dev/null 2>&1
    package=$(apt-cache search --names-only '^openjdk-(2[1-9]|[3-9][0-9])-jdk-headless$' | sort -V | tail -n 1)
    [[ -n $package ]] && install_packages "${package%% *}" && JDK_SOUGHT=yes need_jdk && return 0
  fi
  say "no JDK of version 21 or newer was found: install one (openjdk-25-jdk, or a Temurin 25) and set JAVA_HOME to it."
  return 1
}
