#!/bin/bash
# world.sh DIRECTORY NAME...: machines made of namespaces, each with a real sshd on eth0 and the wire between them on eth1.
# Run it as the first process of its own network, process and mount namespaces: nothing of it is outside, and with this
# process all of it ends. Reads lines of bash, answers each with `done STATUS`; ends with its input.
set -u
directory=$1
shift
ip link set lo up
ip link add management type bridge
ip link set management up
ip addr add 192.0.2.1/24 dev management
ip link add cable type bridge
echo 1 > /proc/sys/net/ipv6/conf/cable/disable_ipv6
ip link set cable up

declare -A machine # name -> process that is in its namespaces
number=1
for name; do
  number=$((number + 1))
  unshare --net --mount --pid --uts --ipc --fork --kill-child --mount-proc \
    bash "$(dirname "$0")/machine.sh" "$directory" "$name" "192.0.2.$number" < /dev/null > "$directory/$name.log" 2>&1 &
  machine[$name]=$!
done
inside() { nsenter -t "${machine[$1]}" -m -n "${@:2}"; }
number=1
for name; do
  number=$((number + 1))
  until [ -e "$directory/$name.here" ]; do read -rt 0.01 < <(:) || true; done
  for end in eth0:management eth1:cable; do
    # The lab's card has the MAC by which the driver vagrant knows it.
    address=$([ "$end" = eth1:cable ] && echo "address 02:57:42:00:00:0$number")
    # shellcheck disable=SC2086 # two words, or none
    ip link add "${end%:*}-$number" type veth peer name "${end%:*}" $address netns "${machine[$name]}"
    ip link set "${end%:*}-$number" master "${end#*:}" up
  done
  inside "$name" ip addr add "192.0.2.$number/24" dev eth0
  inside "$name" ip link set eth0 up
  touch "$directory/$name.linked"
done
for name; do
  until [ -e "$directory/$name.ready" ] || ! kill -0 "${machine[$name]}" 2> /dev/null; do read -rt 0.01 < <(:) || true; done
done
for name; do [ -e "$directory/$name.ready" ] || { cat "$directory/$name.log" >&2; exit 1; }; done
kill_machine() { kill -9 "${machine[$1]}"; wait "${machine[$1]}" 2> /dev/null; test $? = 137; }
# As a machine does that starts anew: all connections to it end.
restart_server() { echo > "$directory/$1.restart"; }
echo ready
while read -r line; do
  eval "$line" < /dev/null >&2
  echo "done $?"
done
