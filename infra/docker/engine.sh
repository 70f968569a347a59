# shellcheck shell=bash
# shellcheck disable=SC2154 # prerequisites.sh assigns them
# A docker engine for the tests and for infra/openstack. Source it after infra/lib/prerequisites.sh:
#
#   engine_join     an engine answers, and the environment (DOCKER_HOST, TESTCONTAINERS_*) leads to it
#   engine_leave    the last one out stops the engine, if it is ours and no container runs in it
#
# An engine that answers already is used as it is and never stopped. Otherwise root on Debian gets one of our own,
# started by hand: sockets and pid files in /run, images outside of the checkout.

engine_run=/run/darkroom-docker
engine_data=${XDG_CACHE_HOME:-$HOME/.cache}/darkroom/docker
engine_socket=unix://$engine_run/docker.sock
engine_client=docker

# The client that fits the engine: beside our own one a newer client may come first on the path, one without buildx.
docker() { command "$engine_client" "$@"; }

engine_join() {
  if [[ ${DOCKER_HOST:-$engine_socket} == "$engine_socket" && -w $engine_run ]] && engine_answers "$engine_socket"; then
    engine_use_ours
  elif engine_answers "${DOCKER_HOST:-}"; then
    engine_environment
    return 0
  elif [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
    say "no docker engine answers: start one (sudo systemctl start docker), or run this as root on Debian."
    return 1
  else
    need "${needs_for_engine[@]}" && need "${needs_for_engine_client[@]}" || return 1
    # Where services are managed, the package has just started one.
    if engine_answers ""; then
      engine_environment
      return 0
    fi
    engine_use_ours
  fi
}

engine_answers() {
  DOCKER_HOST=$1 timeout 20 docker info >/dev/null 2>&1
}

engine_environment() {
  # Without its helper container (Ryuk) Testcontainers leaves what a killed test had; whoever starts tests removes it.
  export TESTCONTAINERS_RYUK_DISABLED=true
  # In a container Testcontainers takes the gateway for the host; a local engine publishes its ports on loopback.
  [[ ${DOCKER_HOST:-unix:} == unix:* ]] && export TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
  return 0
}

# The gate lets one process at a time start or stop the engine; the lease is shared by all that use it.
engine_use_ours() {
  mkdir -p "$engine_run" "$engine_data"
  [[ -x /usr/bin/docker ]] && engine_client=/usr/bin/docker
  exec {engine_gate}>"$engine_run/gate" {engine_lease}>"$engine_run/lease"
  flock "$engine_gate"
  export DOCKER_HOST=$engine_socket
  if ! engine_answers "$engine_socket" && ! engine_start; then
    exec {engine_gate}>&- {engine_lease}>&-
    unset engine_gate engine_lease
    return 1
  fi
  flock -s "$engine_lease"
  exec {engine_gate}>&-
  unset engine_gate
  engine_environment
}

engine_start() {
  say "starting a docker engine (log: $engine_run/log)"
  engine_forget "$engine_run/docker.pid" dockerd
  engine_forget "$engine_run/exec/containerd/containerd.pid" containerd
  engine_forget_links
  # The engine sets this policy to DROP and does not set it back.
  [[ -e $engine_run/forward ]] || iptables -S FORWARD 2>/dev/null | head -n 1 >"$engine_run/forward"
  # Published ports are the kernel's work: a proxy would copy every byte twice.
  setsid dockerd --userland-proxy=false --host="$engine_socket" --data-root="$engine_data" \
    --exec-root="$engine_run/exec" --pidfile="$engine_run/docker.pid" </dev/null >"$engine_run/log" 2>&1 {engine_gate}>&- {engine_lease}>&- &
  local pid=$! deadline=$((SECONDS + 60))
  sleep 0.2
  until engine_answers "$engine_socket"; do
    if ! engine_runs "$pid" dockerd || ((SECONDS > deadline)); then
      say "the docker engine did not start; its last words:"
      tail -n 5 "$engine_run/log" >&2
      kill "$pid" 2>/dev/null
      return 1
    fi
    sleep 0.2
  done
  disown "$pid" 2>/dev/null
  return 0
}

# A killed engine leaves its pid files; by now the number may belong to a process that has nothing to do with it.
engine_forget() {
  [[ -s $1 ]] && ! engine_runs "$(<"$1")" "$2" && rm -f "$1"
  return 0
}

# A killed engine leaves the links of its containers on the bridge as well, where one with the address of a new container
# takes its packets. The links of another engine that runs are left alone.
engine_forget_links() {
  local comm link
  for comm in $(grep -lxs dockerd /proc/[0-9]*/comm); do
    engine_runs "$(basename "${comm%/comm}")" dockerd && return 0
  done
  for link in /sys/class/net/docker0/brif/veth*; do
    [[ ! -e $link ]] || ip link delete "${link##*/}"
  done
}

# engine_runs PID NAME: a zombie, which nobody may ever collect in a container, has no command line and does not count.
engine_runs() {
  local words=()
  mapfile -d '' -t words 2>/dev/null <"/proc/$1/cmdline" && [[ ${words[0]:-} == *"$2" ]]
}

engine_leave() {
  [[ -n ${engine_lease:-} ]] || return 0
  # Whoever is interrupted while joining holds the gate.
  [[ -n ${engine_gate:-} ]] || exec {engine_gate}>"$engine_run/gate"
  flock "$engine_gate"
  if flock -n "$engine_lease"; then
    # Nobody else is here: containers that tests made have lost their test.
    docker ps -aq --filter label=org.testcontainers=true | xargs -r "$engine_client" rm -f -v >/dev/null
    [[ -n $(docker ps -q) ]] || engine_stop
  fi
  # A program that outlives us has inherited the lease.
  flock -u "$engine_lease"
  exec {engine_gate}>&- {engine_lease}>&-
  unset engine_gate engine_lease
}

engine_stop() {
  local pid deadline=$((SECONDS + 30)) policy
  [[ -s $engine_run/docker.pid ]] || return 0
  pid=$(<"$engine_run/docker.pid")
  engine_runs "$pid" dockerd || return 0
  kill "$pid"
  while engine_runs "$pid" dockerd && ((SECONDS < deadline)); do sleep 0.1; done
  engine_runs "$pid" dockerd && kill -KILL "$pid"
  policy=$(cat "$engine_run/forward" 2>/dev/null)
  # shellcheck disable=SC2086 # a rule is several words
  [[ -n $policy ]] && iptables $policy
  rm -f "$engine_run/forward"
}
