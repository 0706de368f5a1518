#!/bin/sh
# trim.sh ROOTFS: takes out of a systemd boot what a lab host never uses. Under emulation that is a third of the boot.
set -eu
rootfs=$1

# Their only use is a desktop, a console login, a disk that lasts, or hardware that a virtual machine lacks.
chroot "$rootfs" systemctl -q mask \
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
  dev-hugepages.mount dev-mqueue.mount sys-fs-fuse-connections.mount sys-kernel-config.mount sys-kernel-debug.mount \
  sys-kernel-tracing.mount proc-sys-fs-binfmt_misc.automount systemd-binfmt.service \
  getty.target getty@tty1.service serial-getty@ttyS0.service systemd-logind.service \
  systemd-ask-password-console.path systemd-ask-password-wall.path \
  systemd-journal-flush.service systemd-machine-id-commit.service systemd-network-generator.service \
  systemd-networkd-wait-online.service systemd-pstore.service systemd-random-seed.service systemd-remount-fs.service \
  systemd-sysusers.service systemd-tmpfiles-clean.timer systemd-update-utmp.service systemd-update-utmp-runlevel.service \
  kmod-static-nodes.service ldconfig.service modprobe@configfs.service modprobe@dm_mod.service modprobe@drm.service \
  modprobe@efi_pstore.service modprobe@fuse.service modprobe@loop.service nftables.service bird.service
chroot "$rootfs" systemctl -q set-default multi-user.target

# The disk is there already when this runs, and the network cards come by virtio: nothing else needs to be found.
mkdir -p "$rootfs/etc/systemd/system/systemd-udev-trigger.service.d" "$rootfs/etc/systemd/journald.conf.d"
cat > "$rootfs/etc/systemd/system/systemd-udev-trigger.service.d/few.conf" <<'UNIT'
[Service]
ExecStart=
ExecStart=-udevadm trigger --type=devices --action=add --subsystem-match=net --subsystem-match=block
UNIT
cat > "$rootfs/etc/systemd/journald.conf.d/volatile.conf" <<'CONF'
[Journal]
Storage=volatile
RuntimeMaxUse=8M
Audit=no
CONF
: > "$rootfs/etc/fstab" # the kernel's command line mounts the root, writable
