# host: worker
# One end stays where it was made.
# fails: api-end
# says: still in the host's namespace
ip netns add api
ip netns add db
ip -n api link add eth0 type veth peer name to-db netns 1
ip -n api addr add 10.1.0.1/24 dev eth0
ip -n api link set eth0 up
ip addr add 10.1.0.2/24 dev to-db
ip link set to-db up
