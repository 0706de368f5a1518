#!/bin/bash
# What a sandbox is measured against: hosts of namespaces made by hand with unshare(1), mount(8) and ip(8).
#   plain-sandbox.sh HOST...    prints `ready` when the first command has run on the last host; ends with its input
set -eu
case ${STAGE:-outside} in
  outside)
    STAGE=fabric exec unshare --user --map-root-user --mount --net --pid --fork --kill-child=SIGKILL --mount-proc bash "$0" "$@"
    ;;
  fabric)
    mount -t tmpfs fabric /mnt
    ip link set lo up
    ip link add underlay type bridge
    ip addr add 172.18.0.1/16 dev underlay
    ip link set underlay up
    number=1 orders=() answers=() pids=()
    for host in "$@"; do
      number=$((number + 1))
      mkdir "/mnt/$host"
      exec {order}<> <(:) {answer}<> <(:)
      STAGE=host unshare --user --map-root-user --mount --net --pid --uts --ipc --cgroup --fork --kill-child=SIGKILL \
        bash "$0" "$host" "172.18.0.$number" <&"$order" >&"$answer" &
      orders+=("$order") answers+=("$answer") pids+=("$!")
    done
    for answer in "${answers[@]}"; do read -r -u "$answer" _; done
    for pid in "${pids[@]}"; do
      echo "link add ve-$pid master underlay up type veth peer name eth0 netns $pid"
    done | ip -batch -
    for order in "${orders[@]}"; do echo linked >&"$order"; done
    for answer in "${answers[@]}"; do read -r -u "$answer" _; done
    read -r first < "/proc/${pids[-1]}/task/${pids[-1]}/children" || true
    nsenter --preserve-credentials --target "${first% }" --user --mount --net --pid --uts --ipc --root --wd true
    echo ready
    read -r _ || exit 0
    ;;
  host)
    hostname "$1"
    root=/mnt/$1
    mount -t tmpfs root "$root"
    mkdir -p "$root"/{usr,proc,sys,dev,run,tmp,root,etc,old}
    ln -s usr/bin usr/sbin usr/lib usr/lib64 "$root"
    for file in passwd group services protocols nsswitch.conf ld.so.cache bash.bashrc alternatives iproute2; do
      cp -dR "/etc/$file" "$root/etc" 2>/dev/null || true
    done
    mount --rbind /usr "$root/usr"
    for device in null zero urandom tty; do
      : > "$root/dev/$device"
      mount --bind "/dev/$device" "$root/dev/$device"
    done
    mount -t proc proc "$root/proc"
    mount -t sysfs sysfs "$root/sys"
    mount -t tmpfs run "$root/run"
    cd "$root"
    pivot_root . old
    umount -l /old
    echo separate
    read -r _
    ip link set lo up
    ip link set eth0 up
    ip addr add "$2/16" dev eth0
    ip route add default via 172.18.0.1
    echo ready
    read -r _ || true
    ;;
esac
