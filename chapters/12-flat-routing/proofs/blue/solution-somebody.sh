# host: worker
# A gateway that exists: the node's end has the address, so the node answers for its own.
ip addr add 169.254.1.1 peer 10.244.1.3 dev cali-blue
ip link set cali-blue up
ip -n blue addr add 10.244.1.3 dev eth0
ip -n blue link set eth0 up
ip -n blue route add default via 169.254.1.1 dev eth0 onlink
