# host: worker
# As in chapter 2, with unshare and nsenter: the namespaces are right, but crun cannot list or stop these containers.
# fails: pod
# says: crun knows no container shop
. /srv/tools
setsid unshare --net --ipc --uts --mount --pid --fork --mount-proc /srv/image/pause >/dev/null 2>&1 </dev/null &
for _ in $(seq 50); do pid=$(pgrep -f '^/usr/bin/perl /srv/image/pause') && break; sleep 0.1; done
ip netns attach shop "$pid"
ip -n shop link set lo up
cni ADD shop /run/netns/shop /etc/cni/net.d/20-shop.conf >/dev/null
mkdir -p /srv/shop && echo shop >/srv/shop/index.html
inside() { setsid nsenter --target "$pid" --net --ipc --uts unshare --mount --pid --fork --mount-proc "$@" >/dev/null 2>&1 </dev/null & }
inside python3 -m http.server 8080 --directory /srv/shop
inside sleep 1d
for _ in $(seq 50); do [ "$(pgrep -fc '^sleep 1d')" = 2 ] && ip netns exec shop curl -s -m 1 -o /dev/null http://127.0.0.1:8080/ && exit 0; sleep 0.1; done
