# host: worker
# The pods as processes, their cable by PID, the names last.
unshare -n sleep 600 >/dev/null 2>&1 </dev/null &
api=$!
unshare -n sleep 600 >/dev/null 2>&1 </dev/null &
db=$!
# optional: unshare needs a moment for the first namespace
for _ in $(seq 50); do [ "/proc/$api/ns/net" -ef /proc/1/ns/net ] || break; sleep 0.1; done
# optional: and for the second
for _ in $(seq 50); do [ "/proc/$db/ns/net" -ef /proc/1/ns/net ] || break; sleep 0.1; done
nsenter -n -t $api ip link add eth0 type veth peer name eth0 netns $db
nsenter -n -t $api sh -c 'ip addr add 10.1.0.1/24 dev eth0; ip link set eth0 up'
nsenter -n -t $db sh -c 'ip addr add 10.1.0.2/24 dev eth0; ip link set eth0 up'
ip netns attach api $api
ip netns attach db $db
