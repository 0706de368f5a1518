# host: worker
# The long way: the pair on the node, each end moved and renamed.
ip netns add api
ip netns add db
ip link add to-api type veth peer name to-db
ip link set to-api netns api name eth0
ip link set to-db netns db name eth0
ip -n api addr add 10.1.0.1/24 dev eth0
ip -n api link set eth0 up
ip -n db addr add 10.1.0.2/24 dev eth0
ip -n db link set eth0 up
