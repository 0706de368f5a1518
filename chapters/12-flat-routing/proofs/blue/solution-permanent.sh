# host: worker
# No proxy ARP: with a permanent neighbour entry the pod does not ask.
ip link set cali-blue up
ip -n blue link set eth0 up
ip -n blue addr add 10.244.1.3/32 dev eth0
ip -n blue route add 169.254.1.1 dev eth0
ip -n blue route add default via 169.254.1.1 dev eth0
ip -n blue neigh add 169.254.1.1 dev eth0 lladdr ee:ee:ee:ee:ee:ee nud permanent
ip route add 10.244.1.3/32 dev cali-blue
