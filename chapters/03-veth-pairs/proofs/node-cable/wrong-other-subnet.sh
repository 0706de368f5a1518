# host: worker
# An address from a range that the pod is not in.
# fails: node-reaches-pod
# says: 10.244.4.40
ip addr flush dev veth2
ip addr add 10.244.5.1/24 dev veth2
