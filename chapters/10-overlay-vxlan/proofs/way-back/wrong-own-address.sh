# host: worker2
# The address of the node that holds the entry, instead of the node that it is about.
# fails: forwarding
# says: sends to 172.18.0.4, not to 172.18.0.3
# passes: route, neighbour
ip neigh replace 10.244.1.0 lladdr 02:42:0a:f4:01:00 dev flannel.1 nud permanent
bridge fdb replace 02:42:0a:f4:01:00 dev flannel.1 dst 172.18.0.4
ip route replace 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink
