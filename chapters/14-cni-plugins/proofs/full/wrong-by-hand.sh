# host: worker
# Wired by hand, past the plugin: the lease is still that of the pod that is gone.
# fails: lease
# says: still leased to pod-four
# passes: address, gateway, answers
ip link add veth-five type veth peer name eth0 netns five
ip link set veth-five master cni1 up
ip -n five addr add 10.99.0.2/30 dev eth0
ip -n five link set eth0 up
ip -n five route add default via 10.99.0.1
