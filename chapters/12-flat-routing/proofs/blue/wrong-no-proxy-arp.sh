# host: worker
# The node does not answer for the gateway.
# fails: to-node
# says: no answer to ARP
# passes: address, gateway, way-back, no-bridge
ip link set cali-blue up
ip -n blue link set eth0 up
ip -n blue addr add 10.244.1.3/32 dev eth0
ip -n blue route add 169.254.1.1 dev eth0 scope link
ip -n blue route add default via 169.254.1.1 dev eth0
ip route add 10.244.1.3 dev cali-blue scope link
