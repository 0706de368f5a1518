# host: worker
# The entry for the network was deleted instead of being given a path.
# fails: pod
# says: shop-web is in the host's own net namespace
. /srv/tools
for part in pause web side; do bundle "/srv/shop/$part"; done
cp /srv/config.json /srv/shop/pause
echo shop >/srv/shop/web/rootfs/index.html
crun create --bundle /srv/shop/pause shop </dev/null >/srv/shop/pause/log 2>&1
pid=$(crun state shop | jq .pid)
ip netns attach shop "$pid"
cni ADD shop /run/netns/shop /etc/cni/net.d/20-shop.conf >/dev/null
crun start shop
join "$pid" python3 -m http.server 8080 | jq 'del(.linux.namespaces[] | select(.type == "network"))' >/srv/shop/web/config.json
join "$pid" sleep 1d >/srv/shop/side/config.json
for part in web side; do
  crun create --bundle "/srv/shop/$part" "shop-$part" </dev/null >"/srv/shop/$part/log" 2>&1
  crun start "shop-$part"
done
for _ in $(seq 50); do [ "$(pgrep -fc '^sleep 1d')" = 2 ] && curl -s -m 1 -o /dev/null http://127.0.0.1:8080/ && exit 0; sleep 0.1; done
