# host: worker
# Both ends of the cable are still on the host.
# fails: port
# says: db0, is still in the host's namespace
# passes: exists
ip netns add db
ip link add veth-db type veth peer name db0
ip link set veth-db master br0 up
ip addr add 10.0.0.4/24 dev db0
ip link set db0 up
