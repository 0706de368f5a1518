# host: worker
# It leaves the node, but the node does not make it.
# fails: red-out
# says: still arrives
# passes: red-to-node red-to-green blue-out node-out
iptables -A OUTPUT -s 10.244.1.2 -o eth0 -j DROP
