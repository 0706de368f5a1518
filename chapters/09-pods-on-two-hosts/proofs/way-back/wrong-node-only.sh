# host: worker
# Only the node gets a route. The pod does not send the packet to the node.
# fails: mesh
# says: on the way back server on worker takes 10.0.0.2 for on-link (10.0.0.0/24 dev eth0)
ip route add 10.0.0.2 via 172.18.0.2
