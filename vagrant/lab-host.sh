#!/bin/sh
# lab-host.sh NAME PACKAGE...: makes a lab host of a Debian machine. On a box of our own only the name is left to do.
set -eu
name=$1
shift
echo "$name" > /etc/hostname
hostname "$name"
sed -i '/# wirebook$/d' /etc/hosts
echo "127.0.1.1 $name # wirebook" >> /etc/hosts

missing=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" uidmap 2>&1 | sed -n '/^installed /!p')
if [ -n "$missing" ]; then
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get -qq update && apt-get -qq install -y --no-install-recommends "$@" uidmap; }; then
    printf 'This box lacks what labs need, and could not fetch it:\n%s\n' "$missing" >&2
    echo 'A box of our own is built anew by npm run test:vm; the public one needs a way to the packages of Debian.' >&2
    exit 1
  fi
  systemctl disable --quiet --now bird.service
fi
