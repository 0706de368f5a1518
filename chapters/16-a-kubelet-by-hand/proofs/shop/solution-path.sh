# host: worker
# As containerd does it: the network namespace comes first, and crun is given its path. Nothing then has to be done between
# create and start, and `crun run` is both. Plain directories do as root file systems, too.
. /srv/tools
ip netns add shop
ip -n shop link set lo up
cni ADD shop /run/netns/shop /etc/cni/net.d/20-shop.conf >/dev/null
for part in pause web side; do
  mkdir -p "/srv/shop/$part"
  cp -R /srv/image "/srv/shop/$part/rootfs"
done
echo shop >/srv/shop/web/rootfs/index.html
jq '(.linux.namespaces[] | select(.type == "network")).path = "/run/netns/shop"' /srv/config.json >/srv/shop/pause/config.json
start() { crun run --detach --bundle "/srv/shop/$1" "$2" </dev/null >"/srv/shop/$1/log" 2>&1; }
start pause shop
join "$(crun state shop | jq .pid)" python3 -m http.server 8080 >/srv/shop/web/config.json
join "$(crun state shop | jq .pid)" sleep 1d >/srv/shop/side/config.json
start web shop-web
start side shop-side
# optional: the checks begin when the server listens and both programs run
for _ in $(seq 50); do [ "$(pgrep -fc '^sleep 1d')" = 2 ] && ip netns exec shop curl -s -m 1 -o /dev/null http://127.0.0.1:8080/ && exit 0; sleep 0.1; done
