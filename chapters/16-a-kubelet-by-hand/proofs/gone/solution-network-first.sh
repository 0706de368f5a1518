# host: worker
# The network goes while all containers still run. Open connections break, but nothing is left.
. /srv/tools
cni DEL shop /run/netns/shop /etc/cni/net.d/20-shop.conf
for id in shop-web shop-side shop; do crun delete --force "$id"; done
ip netns del shop
findmnt -rno TARGET | grep '^/srv/shop/' | xargs umount
