# host: worker
# From inside the pods, with what the kernel has in /sys instead of another tool's output; `add` writes a permanent entry.
server=$(ip netns exec server cat /sys/class/net/eth0/address)
nsenter --net=/run/netns/client ip neigh add 10.0.0.3 lladdr "$server" dev eth0
