# host: worker
# Both reach each other, and the node's link-local range still leads into the pod.
# fails: no-link-local
# says: 169.254.0.0/16
ip route add 10.244.4.40 dev veth2
