#!/bin/bash
# build.sh OUT.box PACKAGE...: builds a Vagrant box for libvirt from Debian packages alone, with this machine's own apt
# sources. Needs root. No loop device, no mount, no boot: the file system is written by mke2fs -d, GRUB by two dd.
# The box has Vagrant's public key and one set of host keys: good on a private wire, never where strangers can reach it.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
box=$(realpath -m "$1")
shift
suite=bookworm # the newest Debian that has Vagrant, and so what builds this box
size_mib=3072  # what the disk may grow to
machine=(linux-image-cloud-amd64 systemd-sysv udev dbus kmod lz4 openssh-server sudo rsync netbase ca-certificates uidmap xz-utils)

work=$(mktemp -d "$(dirname "$box")/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/root

phase() {
  printf '  box: %s, %s s\n' "$1" "$((SECONDS - since))" >&2
  since=$SECONDS
}
since=$SECONDS

# The sources of this machine, reduced to Debian's own: others sign with keys that the new system does not have.
sources=$work/sources
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
# shellcheck disable=SC2016 # the dollars are apt's
apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT) $(ORIGIN)' 'Created-By: Packages' |
  awk -v suite="$suite" -v keyring="$keyring" '$4 == "Debian" && index($2, suite) == 1 {
    print "deb [signed-by=" keyring "] " $1 " " $2 " " $3 }' | sort -u > "$sources"
[ -s "$sources" ] || {
  echo "box: this machine's apt knows no source of Debian $suite" >&2
  exit 3
}

# Before packages are configured: a small initramfs, packed quickly.
early=$work/early
mkdir -p "$early/etc/initramfs-tools/conf.d" "$early/etc/modules-load.d"
printf 'MODULES=list\nCOMPRESS=lz4\nRUNSIZE=10%%\n' > "$early/etc/initramfs-tools/conf.d/wirebook"
sed 's/#.*//; /^$/d' "$here/modules" > "$early/etc/modules-load.d/wirebook.conf"

mmdebstrap --quiet --mode=root --variant=minbase \
  --include="$(IFS=,; echo "${machine[*]},$*" | tr ' ' ,)" \
  --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
  --essential-hook="cp -rT '$early' \"\$1\"" \
  --customize-hook="'$here/configure.sh' \"\$1\"" \
  --customize-hook="'$here/trim.sh' \"\$1\"" \
  "$suite" "$root" "$sources"
phase 'packages installed'

raw=$work/disk.raw
truncate -s "${size_mib}M" "$raw"
printf 'label: dos\nstart=2048, type=83, bootable\n' | sfdisk -q "$raw"
mke2fs -q -F -t ext4 -b 4096 -L root -m 0 -E offset=1048576 -d "$root" "$raw" "$(((size_mib - 1) * 256))"
grub-mkimage -O i386-pc -p '(hd0,msdos1)/boot/grub' -o "$work/core.img" biosdisk part_msdos ext2 linux normal configfile
dd if=/usr/lib/grub/i386-pc/boot.img of="$raw" bs=440 count=1 conv=notrunc status=none
dd if="$work/core.img" of="$raw" bs=512 seek=1 conv=notrunc status=none
qemu-img convert -O qcow2 -c -o compression_type=zstd "$raw" "$work/box.img"
phase 'disk written'

printf '{"provider":"libvirt","format":"qcow2","virtual_size":%s}\n' "$((size_mib / 1024))" > "$work/metadata.json"
printf 'Vagrant.configure("2") { |c| c.vm.provider(:libvirt) { |v| v.disk_bus = "virtio" } }\n' > "$work/Vagrantfile"
tar -C "$work" -cf "$box.new" metadata.json Vagrantfile box.img # not gzipped: the image is compressed already
mv "$box.new" "$box" # whoever finds a box finds a whole one
phase "packed, $(($(stat -c %s "$box") / 1000000)) MB"
