# host: worker
# The address is given while the end is still on the node; moving takes it away.
# fails: api-address
# says: no IPv4 address
ip netns add api
ip netns add db
ip link add to-api type veth peer name to-db
ip addr add 10.1.0.1/24 dev to-api
ip addr add 10.1.0.2/24 dev to-db
ip link set to-api netns api name eth0
ip link set to-db netns db name eth0
ip -n api link set eth0 up
ip -n db link set eth0 up
