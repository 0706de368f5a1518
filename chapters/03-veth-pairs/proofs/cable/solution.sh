# host: worker
ip netns add api
ip netns add db
ip -n api link add eth0 type veth peer name eth0 netns db
ip -n api addr add 10.1.0.1/24 dev eth0
ip -n db addr add 10.1.0.2/24 dev eth0
ip -n api link set eth0 up
ip -n db link set eth0 up
