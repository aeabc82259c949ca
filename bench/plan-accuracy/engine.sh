#!/bin/sh
# A second engine for measuring: its data on a file system of its own, its network in a namespace of its own, so that the
# machine's engine keeps its bridge and its rules. Needs root. (`ip netns exec` would hide the control groups.)
#   engine.sh up FOLDER SIZE    engine.sh down FOLDER
# Afterwards: nsenter --net=/run/netns/surelayer-bench env DOCKER_HOST=unix://FOLDER/docker.sock node bench/plan-accuracy/run.ts
set -eu
verb=$1
home=$2
namespace=surelayer-bench
outside=10.213.7.1
inside=10.213.7.2

up() {
  mkdir -p "$home/data"
  truncate -s "$1" "$home/data.ext4"
  mkfs.ext4 -q -m 0 "$home/data.ext4"
  mount -o loop,discard "$home/data.ext4" "$home/data"

  ip netns add "$namespace"
  ip link add sl-outside type veth peer name sl-inside
  ip link set sl-inside netns "$namespace"
  ip addr add "$outside/30" dev sl-outside
  ip link set sl-outside up
  ip -n "$namespace" addr add "$inside/30" dev sl-inside
  ip -n "$namespace" link set sl-inside up
  ip -n "$namespace" link set lo up
  ip -n "$namespace" route add default via "$outside"
  sysctl -qw net.ipv4.ip_forward=1
  iptables -t nat -A POSTROUTING -s "$outside/30" -j MASQUERADE
  iptables -I FORWARD -i sl-outside -j ACCEPT
  iptables -I FORWARD -o sl-outside -j ACCEPT

  nsenter --net="/run/netns/$namespace" dockerd --data-root "$home/data" --exec-root "$home/exec" --pidfile "$home/docker.pid" \
    --host "unix://$home/docker.sock" --containerd-namespace surelayer-bench \
    --containerd-plugins-namespace surelayer-bench-plugins > "$home/docker.log" 2>&1 &
  for _ in $(seq 60); do
    docker -H "unix://$home/docker.sock" info > /dev/null 2>&1 && return 0
    sleep 0.5
  done
  tail -5 "$home/docker.log" >&2
  return 1
}

down() {
  [ -f "$home/docker.pid" ] && kill "$(cat "$home/docker.pid")" 2> /dev/null || true
  sleep 5
  umount "$home/data" || umount -l "$home/data"
  iptables -t nat -D POSTROUTING -s "$outside/30" -j MASQUERADE || true
  iptables -D FORWARD -i sl-outside -j ACCEPT || true
  iptables -D FORWARD -o sl-outside -j ACCEPT || true
  ip link del sl-outside || true
  ip netns del "$namespace" || true
  rm -rf "$home"
}

case $verb in
  up) up "$3" ;;
  down) down ;;
esac
