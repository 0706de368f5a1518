# host: worker
. /srv/tools
for id in shop-web shop-side shop; do crun delete --force "$id"; done
umount /srv/shop/*/rootfs
cni DEL shop /run/netns/shop /etc/cni/net.d/20-shop.conf
ip netns del shop
