# host: worker
# The cable is laid and never plugged in.
# fails: port
# says: has no master
# passes: exists, address
ip netns add db
ip link add veth-db type veth peer name eth0 netns db
ip link set veth-db up
ip -n db addr add 10.0.0.4/24 dev eth0
ip -n db link set eth0 up
