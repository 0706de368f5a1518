# host: worker
# The namespace goes, and the veth pair with it. The address does not.
# fails: gone
# says: is still shop's in network shop
. /srv/tools
for id in shop-web shop-side shop; do crun delete --force "$id"; done
umount /srv/shop/*/rootfs
ip netns del shop
for _ in $(seq 50); do ip -br link show master cni1 | grep -q . || exit 0; sleep 0.1; done
