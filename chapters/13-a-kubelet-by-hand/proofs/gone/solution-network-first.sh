# host: worker
# The cable is pulled while all still run. Rude to whoever has a connection open; nothing is left, all the same.
. /srv/tools
cni DEL shop /run/netns/shop /etc/cni/net.d/20-shop.conf
for id in shop-web shop-side shop; do crun delete --force "$id"; done
ip netns del shop
findmnt -rno TARGET | grep '^/srv/shop/' | xargs umount
