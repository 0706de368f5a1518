# host: worker
# The processes are killed, and nothing else.
# fails: gone
# says: shop has ended, but crun still keeps its state
. /srv/tools
for id in shop-web shop-side shop; do stop "$id" KILL; done
umount /srv/shop/*/rootfs
cni DEL shop /run/netns/shop /etc/cni/net.d/20-shop.conf
ip netns del shop
