# host: worker
# The sandbox's config.json once more, with another program: entries without a path make new namespaces.
# fails: pod
# says: shop-web is in another net namespace than shop
. /srv/tools
for part in pause web side; do bundle "/srv/shop/$part"; done
cp /srv/config.json /srv/shop/pause
echo shop >/srv/shop/web/rootfs/index.html
crun create --bundle /srv/shop/pause shop </dev/null >/srv/shop/pause/log 2>&1
pid=$(crun state shop | jq .pid)
ip netns attach shop "$pid"
cni ADD shop /run/netns/shop /etc/cni/net.d/20-shop.conf >/dev/null
crun start shop
jq '.process.args = ["python3", "-m", "http.server", "8080"]' /srv/config.json >/srv/shop/web/config.json
jq '.process.args = ["sleep", "1d"]' /srv/config.json >/srv/shop/side/config.json
for part in web side; do
  crun create --bundle "/srv/shop/$part" "shop-$part" </dev/null >"/srv/shop/$part/log" 2>&1
  crun start "shop-$part"
done
for _ in $(seq 50); do [ "$(pgrep -fc '^sleep 1d')" = 2 ] && pgrep -f '^python3 -m http.server 8080' >/dev/null && exit 0; sleep 0.1; done
