# host: worker
# The article's commands, with this pod's address: the pod as its own gateway, and a link-local range on the node.
# fails: gateway
# says: goes via 10.244.1.3, not via 169.254.1.1
ip -n blue addr add 10.244.1.3/32 dev eth0
ip -n blue link set eth0 up
ip -n blue route add default via 10.244.1.3
ip addr add 169.254.132.141/16 dev cali-blue
ip link set cali-blue up
