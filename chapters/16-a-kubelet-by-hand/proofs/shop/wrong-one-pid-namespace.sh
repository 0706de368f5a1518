# host: worker
# They join everything that the sandbox has, its processes too.
# fails: pod
# says: share their pid namespace
. /srv/tools
for part in pause web side; do bundle "/srv/shop/$part"; done
cp /srv/config.json /srv/shop/pause
echo shop >/srv/shop/web/rootfs/index.html
crun create --bundle /srv/shop/pause shop </dev/null >/srv/shop/pause/log 2>&1
pid=$(crun state shop | jq .pid)
ip netns attach shop "$pid"
cni ADD shop /run/netns/shop /etc/cni/net.d/20-shop.conf >/dev/null
crun start shop
all() { jq --arg ns "/proc/$pid/ns/pid" '(.linux.namespaces[] | select(.type == "pid")).path = $ns'; }
join "$pid" python3 -m http.server 8080 | all >/srv/shop/web/config.json
join "$pid" sleep 1d | all >/srv/shop/side/config.json
for part in web side; do
  crun create --bundle "/srv/shop/$part" "shop-$part" </dev/null >"/srv/shop/$part/log" 2>&1
  crun start "shop-$part"
done
for _ in $(seq 50); do [ "$(pgrep -fc '^sleep 1d')" = 2 ] && ip netns exec shop curl -s -m 1 -o /dev/null http://127.0.0.1:8080/ && exit 0; sleep 0.1; done
