# host: worker
# The node's end as the pod's gateway.
ip addr flush dev veth2
ip addr add 10.244.4.1 dev veth2
ip route add 10.244.4.40 dev veth2 src 10.244.4.1
ip -n shop route replace default via 10.244.4.1 # optional: via itself means on-link, and the node does answer for its own addresses
