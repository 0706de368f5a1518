# host: worker
# The sandbox is the pod, so its containers go with it?
# fails: gone
# says: shop-web still runs
. /srv/tools
crun delete --force shop
cni DEL shop /run/netns/shop /etc/cni/net.d/20-shop.conf
ip netns del shop
umount /srv/shop/*/rootfs
