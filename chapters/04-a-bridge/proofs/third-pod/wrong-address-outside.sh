# host: worker
# The address is on the end that stays on the host.
# fails: address
# says: on veth-db, but still in the host's namespace
# passes: exists, port
ip netns add db
ip link add veth-db type veth peer name eth0 netns db
ip link set veth-db master br0 up
ip addr add 10.0.0.4/24 dev veth-db
ip -n db link set eth0 up
