# host: worker
# Lost, but before the node has decided to forward it.
# fails: red-out
# says: never came to forward of worker
# passes: red-to-node red-to-green blue-out node-out
iptables -t raw -A PREROUTING -s 10.244.1.2 -d 203.0.113.10 -j DROP
iptables -t raw -A PREROUTING -s 10.244.1.2 -d 172.18.0.0/16 -j DROP
