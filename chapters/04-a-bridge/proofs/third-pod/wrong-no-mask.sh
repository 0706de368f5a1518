# host: worker
# Without a prefix length an address is a /32: the pod knows no neighbours.
# fails: address
# says: there with /32
# passes: exists, port
ip netns add db
ip link add veth-db type veth peer name eth0 netns db
ip link set veth-db master br0 up
ip -n db addr add 10.0.0.4 dev eth0
ip -n db link set eth0 up
