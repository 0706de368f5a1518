# host: worker
# A new device is down, and so is a new port.
# fails: port
# says: veth-db is still DOWN
# passes: exists, address
ip netns add db
ip link add veth-db type veth peer name eth0 netns db
ip link set veth-db master br0
ip -n db addr add 10.0.0.4/24 dev eth0
ip -n db link set eth0 up
