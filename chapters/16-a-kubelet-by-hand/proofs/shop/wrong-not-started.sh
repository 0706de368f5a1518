# host: worker
# Created, and that looked like enough: there is a process.
# fails: pod
# says: shop-web is created, but not started
. /srv/tools
for part in pause web side; do bundle "/srv/shop/$part"; done
cp /srv/config.json /srv/shop/pause
echo shop >/srv/shop/web/rootfs/index.html
crun create --bundle /srv/shop/pause shop </dev/null >/srv/shop/pause/log 2>&1
pid=$(crun state shop | jq .pid)
ip netns attach shop "$pid"
cni ADD shop /run/netns/shop /etc/cni/net.d/20-shop.conf >/dev/null
crun start shop
join "$pid" python3 -m http.server 8080 >/srv/shop/web/config.json
join "$pid" sleep 1d >/srv/shop/side/config.json
for part in web side; do
  crun create --bundle "/srv/shop/$part" "shop-$part" </dev/null >"/srv/shop/$part/log" 2>&1
done
