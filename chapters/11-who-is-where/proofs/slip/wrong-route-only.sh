# host: worker2
# The first of three entries only.
# fails: neighbour
# says: 10.244.1.0
# passes: route
ip route replace 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink
