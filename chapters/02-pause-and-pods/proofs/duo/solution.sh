# host: worker
setsid unshare --net --ipc --uts /srv/pause >/dev/null 2>&1 </dev/null &
pause=$!
# optional: unshare needs a moment for its namespaces
for _ in $(seq 50); do [ "/proc/$pause/ns/net" -ef /proc/1/ns/net ] || break; sleep 0.1; done
ip netns attach duo "$pause"
ip -n duo link set lo up
ip link add veth-duo type veth peer name eth0 netns duo
ip link set veth-duo up
ip -n duo link set eth0 up
ip -n duo addr add 10.244.1.5/24 dev eth0
setsid nsenter --target "$pause" --net --ipc --uts unshare --mount --pid --fork --mount-proc python3 -m http.server 80 >/dev/null 2>&1 </dev/null &
setsid nsenter --target "$pause" --net --ipc --uts unshare --mount --pid --fork --mount-proc sleep 1d >/dev/null 2>&1 </dev/null &
# optional: the checks begin when both are there
for _ in $(seq 50); do pgrep -f '^sleep 1d' >/dev/null && ip netns exec duo curl -s -m 1 -o /dev/null http://127.0.0.1/ && exit 0; sleep 0.1; done
