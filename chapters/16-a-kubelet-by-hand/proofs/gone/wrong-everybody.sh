# host: worker
# Every container of the node is deleted, those of blog too.
# fails: neighbour
# says: crun knows no container blog
. /srv/tools
crun list -q | while read -r id; do crun delete --force "$id"; done
umount /srv/*/*/rootfs
cni DEL shop /run/netns/shop /etc/cni/net.d/20-shop.conf
ip -all netns delete
rm -r /var/lib/cni/networks
