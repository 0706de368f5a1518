#!/bin/bash
# in-lab.sh DIR COMMAND...: runs COMMAND beside a libvirt of its own, in private network, process and mount namespaces.
# When COMMAND ends, or unshare is killed with SIGKILL, its virtual machines, bridges, mounts and rules are gone; the
# machine outside is never touched. For containers and bare CI machines: needs root and /dev/net/tun, but no systemd.
# DIR takes the disks, logs and Vagrant's files: delete it afterwards. The status is COMMAND's.
set -euo pipefail
if [ "${WIREBOOK_IN_LAB:-}" != 1 ]; then
  dir=$(realpath -m "$1")
  shift
  mkdir -p "$dir"
  WIREBOOK_IN_LAB=1 WIREBOOK_LAB_DIR=$dir exec unshare --net --pid --mount --fork --kill-child --mount-proc -- "$0" "$@"
fi

dir=${WIREBOOK_LAB_DIR:?}
rm -rf "${dir:?}"/{etc,lib,log,dot,tmp} # nothing is taken over from a run that was killed
mkdir -p "$dir"/{log,tmp,vagrant,lib/images,lib/dnsmasq,lib/qemu} /run/libvirt
cp -a /etc/libvirt "$dir/etc"
rm -rf "$dir"/etc/qemu/networks/* "$dir"/etc/qemu/*.xml "$dir"/etc/storage
cat > "$dir/etc/qemu.conf" <<'CONF'
user = "root"
group = "root"
security_driver = "none"
cgroup_controllers = []
namespaces = []
remember_owner = 0
CONF
mount --bind "$dir/etc" /etc/libvirt
mount --bind "$dir/lib" /var/lib/libvirt
mount --bind "$dir/log" /var/log/libvirt
mount -t tmpfs run /run/libvirt
mount -t sysfs sys /sys # the one of this network namespace
ip link set lo up
if [ "${WIREBOOK_UPLINK:-}" = 1 ]; then # whoever started us brings the card, by slirp4netns; it answers DNS at this address
  for _ in $(seq 100); do
    ip -br link show uplink 2> /dev/null | grep -q UP && break
    sleep 0.1
  done
  ip -br link show uplink > /dev/null || {
    echo 'wirebook: no way out: slirp4netns did not come within 10 s' >&2
    exit 3
  }
  echo 'nameserver 10.0.2.3' > "$dir/tmp/resolv.conf"
  mount --bind "$dir/tmp/resolv.conf" "$(realpath /etc/resolv.conf)"
fi

virtlogd -d -p /run/libvirt/virtlogd.pid
libvirtd -d -p /run/libvirt/libvirtd.pid
export LIBVIRT_DEFAULT_URI=qemu:///system
answers=no
for _ in $(seq 100); do
  virsh -q version > /dev/null 2>&1 && { answers=yes; break; }
  sleep 0.1
done
[ $answers = yes ] || {
  echo "wirebook: libvirtd does not answer after 10 s; its words are in $dir/log" >&2
  exit 3
}
# Vagrant's own network, made beforehand because of one word: with STP on, a machine is off the network for 4 s whenever
# its card comes back, as after a snapshot.
virsh -q net-define /dev/stdin > /dev/null <<'XML'
<network>
  <name>vagrant-libvirt</name>
  <forward mode='nat'/>
  <bridge name='virbr-vagrant' stp='off' delay='0'/>
  <ip address='192.168.121.1' netmask='255.255.255.0'><dhcp><range start='192.168.121.2' end='192.168.121.254'/></dhcp></ip>
</network>
XML

export VAGRANT_HOME=${VAGRANT_HOME:-$dir/vagrant} VAGRANT_DOTFILE_PATH=$dir/dot
export VAGRANT_CHECKPOINT_DISABLE=1 VAGRANT_DEFAULT_PROVIDER=libvirt
# Files of ours that would stay outside; control sockets, whose paths must be short, in the tmpfs that goes with the lab.
export TMPDIR=$dir/tmp XDG_RUNTIME_DIR=/run/libvirt/wirebook
install -d -m 700 "$XDG_RUNTIME_DIR"
exec 0< /dev/null
trap 'kill -TERM $! 2> /dev/null; wait $!; exit 143' TERM
"$@" &
wait $!
