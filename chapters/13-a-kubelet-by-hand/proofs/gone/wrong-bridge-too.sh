# host: worker
# The bridge was made by the plugin for this pod, so away with it. The pod's own things are gone with less.
# fails: bridge
# says: no device cni1
. /srv/tools
for id in shop-web shop-side shop; do crun delete --force "$id"; done
umount /srv/shop/*/rootfs
cni DEL shop /run/netns/shop /etc/cni/net.d/20-shop.conf
ip netns del shop
ip link del cni1
