# host: worker
# api's end is up, and has no carrier: it is db's that was forgotten.
# fails: db-end
# says: DOWN
ip netns add api
ip netns add db
ip -n api link add eth0 type veth peer name eth0 netns db
ip -n api addr add 10.1.0.1/24 dev eth0
ip -n db addr add 10.1.0.2/24 dev eth0
ip -n api link set eth0 up
