# host: worker
# Only the pod gets a route. Its node has the same range on its bridge, and asks there.
# fails: mesh
# says: on the way back worker takes 10.0.0.2 for on-link (10.0.0.0/24 dev br0)
ip -n server route add 10.0.0.2 via 10.0.0.1
