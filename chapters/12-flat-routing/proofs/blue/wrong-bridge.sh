# host: worker
# A bridge that has the gateway's address: it answers, but the task was to do without a bridge.
# fails: no-bridge
# says: cali-blue is a port of br0
# passes: address, gateway
ip link add br0 type bridge
ip addr add 169.254.1.1/32 dev br0
ip link set br0 up
ip link set cali-blue master br0 up
ip -n blue addr add 10.244.1.3/32 dev eth0
ip -n blue link set eth0 up
ip -n blue route add 169.254.1.1 dev eth0 scope link
ip -n blue route add default via 169.254.1.1 dev eth0
ip route add 10.244.1.3 dev br0 scope link
