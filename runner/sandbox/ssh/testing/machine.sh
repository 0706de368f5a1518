#!/bin/bash
# machine.sh DIRECTORY NAME ADDRESS: the first process of a machine of world.sh, with accounts and a /run of its own.
set -eu
directory=$1 name=$2 address=$3
hostname "$name"
mount -t sysfs sys /sys
mount -t tmpfs -o size=8m,mode=755 run /run
mkdir /run/sshd
for file in passwd shadow group; do mount --bind "$directory/$file" "/etc/$file"; done
ip link set lo up
touch "$directory/$name.here"
wait_for() { until "$@"; do read -rt 0.01 < <(:) || true; done; }
wait_for test -e "$directory/$name.linked"
/usr/sbin/sshd -D -e -f /dev/null -h "$directory/host-key" -o "ListenAddress=$address" -o UsePAM=no -o PidFile=none \
  -o PermitRootLogin=yes -o PasswordAuthentication=no -o StrictModes=no -o UseDNS=no -o MaxSessions=64 -o PrintMotd=no \
  -o "AuthorizedKeysFile=$directory/key.pub" &
server=$!
listening() { ! kill -0 "$server" || (: < "/dev/tcp/$address/22"); }
wait_for listening 2> /dev/null
kill -0 "$server"
mkfifo "$directory/$name.restart"
touch "$directory/$name.ready"
while read -r _ < "$directory/$name.restart"; do
  # shellcheck disable=SC2046 # a number each
  kill -KILL $(pgrep -P "$server")
done
