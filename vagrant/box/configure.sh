#!/bin/bash
# configure.sh ROOTFS: makes a machine that Vagrant can log in to of a directory with Debian's packages.
set -euo pipefail
root=$1

chroot "$root" useradd -m -s /bin/bash -G sudo vagrant
echo 'vagrant ALL=(ALL) NOPASSWD:ALL' > "$root/etc/sudoers.d/vagrant"
chmod 440 "$root/etc/sudoers.d/vagrant"
install -d -m 700 "$root/home/vagrant/.ssh"
cat /usr/share/rubygems-integration/all/gems/vagrant-*/keys/vagrant.pub > "$root/home/vagrant/.ssh/authorized_keys"
chmod 600 "$root/home/vagrant/.ssh/authorized_keys"
chroot "$root" chown -R vagrant:vagrant /home/vagrant
# Many sessions over one connection: terminals, collectors and probes of one host.
printf 'UseDNS no\nGSSAPIAuthentication no\nMaxSessions 256\nMaxStartups 64\n' > "$root/etc/ssh/sshd_config.d/wirebook.conf"

# eth0 is Vagrant's; the lab's card stays without an address until a lab takes it.
cat > "$root/etc/systemd/network/10-eth0.network" <<'NETWORK'
[Match]
Name=eth0
[Network]
DHCP=ipv4
LinkLocalAddressing=no
IPv6AcceptRA=no
[DHCPv4]
UseDomains=no
ClientIdentifier=mac
NETWORK
cat > "$root/etc/systemd/network/20-others.network" <<'NETWORK'
[Match]
Name=!eth0
[Link]
Unmanaged=yes
NETWORK
echo wirebook > "$root/etc/hostname"
printf '127.0.0.1 localhost\n127.0.1.1 wirebook\n' > "$root/etc/hosts"
rm -f "$root/etc/resolv.conf"
: > "$root/etc/resolv.conf"
: > "$root/etc/machine-id"
chroot "$root" systemctl -q enable systemd-networkd ssh

# For an emulated processor. Expedited grace periods make ip(8) and iptables(8) several times as quick there. Code that lies
# elsewhere in each process is translated anew for each; with norandmaps fork and exec take a third of the time.
options='root=/dev/vda1 rw console=ttyS0 quiet net.ifnames=0 mitigations=off audit=0 nowatchdog fb_tunnels=none cryptomgr.notests'
options="$options rcupdate.rcu_expedited=1 norandmaps init_on_alloc=0 randomize_kstack_offset=off psi=0"
printf '%s\n' virtio_pci virtio_blk virtio_net ext4 >> "$root/etc/initramfs-tools/modules"
chroot "$root" update-initramfs -u
mkdir -p "$root/boot/grub"
kernel=$(cd "$root/boot" && ls vmlinuz-*)
cat > "$root/boot/grub/grub.cfg" <<GRUB
set timeout=0
set root=(hd0,msdos1)
linux /boot/$kernel $options
initrd /boot/initrd.img-${kernel#vmlinuz-}
boot
GRUB
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/*
