# host: worker
# The plugin made the bridge for this pod, so it is deleted, too. But it belongs to the network.
# fails: bridge
# says: no device cni1
. /srv/tools
for id in shop-web shop-side shop; do crun delete --force "$id"; done
umount /srv/shop/*/rootfs
cni DEL shop /run/netns/shop /etc/cni/net.d/20-shop.conf
ip netns del shop
ip link del cni1
