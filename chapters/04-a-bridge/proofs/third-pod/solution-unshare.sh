# host: worker
# The pod first, as a process, as a container runtime has it; brought in by its PID. The bridge end by another way, too.
unshare -n sleep 600 >/dev/null 2>&1 </dev/null &
pid=$!
# optional: only waits until the process has left for its own namespace, which takes no time
for _ in $(seq 50); do [ "/proc/$pid/ns/net" -ef /proc/$$/ns/net ] || break; sleep 0.1; done
ip link add veth-db master br0 type veth peer name eth0 netns "$pid"
ip link set veth-db up
nsenter -n -t "$pid" sh -c 'ip addr add 10.0.0.4/24 dev eth0; ip link set eth0 up'
ip netns attach db "$pid"
