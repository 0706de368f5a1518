# host: worker2
# The MAC address of worker's eth0 is the outer frame's.
# fails: neighbour
# says: the MAC of eth0
# passes: route
ip neigh replace 10.244.1.0 lladdr 02:42:ac:12:00:03 dev flannel.1 nud permanent
bridge fdb replace 02:42:ac:12:00:03 dev flannel.1 dst 172.18.0.3
ip route replace 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink
