# host: worker
# The pod gets the other node as its gateway; the kernel refuses a gateway that is not on the pod's own link.
# fails: mesh
# says: on the way back server on worker takes 10.0.0.2 for on-link
ip route add 10.0.0.2 via 172.18.0.2
ip -n server route add 10.0.0.2 via 172.18.0.2
