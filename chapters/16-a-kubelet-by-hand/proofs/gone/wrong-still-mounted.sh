# host: worker
# To remove the folder is to remove what is in it. It is not: rm went through the mounts, and could not take those.
# fails: gone
# says: /rootfs is still mounted
. /srv/tools
for id in shop-web shop-side shop; do crun delete --force "$id"; done
cni DEL shop /run/netns/shop /etc/cni/net.d/20-shop.conf
ip netns del shop
rm -rf /srv/shop
