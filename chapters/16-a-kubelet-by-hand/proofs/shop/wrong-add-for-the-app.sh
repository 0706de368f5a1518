# host: worker
# ADD comes after the containers, with the id of the one that needs the network.
# fails: pod
# says: was asked for in the name of shop-web
. /srv/tools
for part in pause web side; do bundle "/srv/shop/$part"; done
cp /srv/config.json /srv/shop/pause
echo shop >/srv/shop/web/rootfs/index.html
crun create --bundle /srv/shop/pause shop </dev/null >/srv/shop/pause/log 2>&1
pid=$(crun state shop | jq .pid)
ip netns attach shop "$pid"
crun start shop
join "$pid" python3 -m http.server 8080 >/srv/shop/web/config.json
join "$pid" sleep 1d >/srv/shop/side/config.json
for part in web side; do
  crun create --bundle "/srv/shop/$part" "shop-$part" </dev/null >"/srv/shop/$part/log" 2>&1
  crun start "shop-$part"
done
cni ADD shop-web /run/netns/shop /etc/cni/net.d/20-shop.conf >/dev/null
for _ in $(seq 50); do [ "$(pgrep -fc '^sleep 1d')" = 2 ] && ip netns exec shop curl -s -m 1 -o /dev/null http://127.0.0.1:8080/ && exit 0; sleep 0.1; done
