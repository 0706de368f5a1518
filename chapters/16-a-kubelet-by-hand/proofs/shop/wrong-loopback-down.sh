# host: worker
# The namespace first, as containerd does, but its lo is not raised.
# fails: loopback
# says: lo is still DOWN
. /srv/tools
ip netns add shop
cni ADD shop /run/netns/shop /etc/cni/net.d/20-shop.conf >/dev/null
for part in pause web side; do bundle "/srv/shop/$part"; done
echo shop >/srv/shop/web/rootfs/index.html
jq '(.linux.namespaces[] | select(.type == "network")).path = "/run/netns/shop"' /srv/config.json >/srv/shop/pause/config.json
crun run --detach --bundle /srv/shop/pause shop </dev/null >/srv/shop/pause/log 2>&1
pid=$(crun state shop | jq .pid)
join "$pid" python3 -m http.server 8080 >/srv/shop/web/config.json
join "$pid" sleep 1d >/srv/shop/side/config.json
for part in web side; do
  crun create --bundle "/srv/shop/$part" "shop-$part" </dev/null >"/srv/shop/$part/log" 2>&1
  crun start "shop-$part"
done
for _ in $(seq 50); do [ "$(pgrep -fc '^sleep 1d')" = 2 ] && ip netns exec shop ss -Hltn | grep -q :8080 && exit 0; sleep 0.1; done
