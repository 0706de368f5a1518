# host: worker
# All that red sends through the node.
# fails: red-to-green
# says: was lost: dropped by
# passes: red-out red-to-node blue-out
iptables -A FORWARD -s 10.244.1.2 -j DROP
