# host: worker
# What crun knows is in files, so remove the files.
# fails: gone
# says: crun does not know it any more
. /srv/tools
rm -r /run/crun/shop /run/crun/shop-web /run/crun/shop-side
cni DEL shop /run/netns/shop /etc/cni/net.d/20-shop.conf
ip netns del shop
umount /srv/shop/*/rootfs
