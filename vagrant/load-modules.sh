#!/bin/sh
# load-modules.sh LIST: loads the kernel modules of LIST (box/modules), now and at every boot. A lab cannot: it has no
# power over the machine that it runs on.
set -eu
boot=/etc/modules-load.d/wirebook.conf
sed 's/#.*//; /^$/d' "$1" > $boot
# Without the first, ipip and others put a device (tunl0) into every network namespace that is made; without the second, a
# machine with little memory drops new connections beyond some thousands.
cat > /etc/sysctl.d/wirebook.conf << 'SYSCTL'
net.core.fb_tunnels_only_for_init_net = 2
net.netfilter.nf_conntrack_max = 65536
SYSCTL
sysctl -q -e -p /etc/sysctl.d/wirebook.conf # what there is before the modules
# One by one: a kernel without one of them still has the others.
while read -r module; do modprobe -q "$module" || echo "this kernel has no module $module"; done < $boot
sysctl -q -e -p /etc/sysctl.d/wirebook.conf
