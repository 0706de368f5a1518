# host: worker2
# Route and neighbour are there; the device does not know which node has that MAC address.
# fails: forwarding
# says: the forwarding table does not know
# passes: route, neighbour
ip neigh replace 10.244.1.0 lladdr 02:42:0a:f4:01:00 dev flannel.1 nud permanent
ip route replace 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink
