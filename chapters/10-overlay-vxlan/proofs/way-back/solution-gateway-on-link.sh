# host: worker2
# Instead of onlink, a route that says where the gateway is.
ip route add 10.244.1.0 dev flannel.1
ip route add 10.244.1.0/24 via 10.244.1.0 dev flannel.1
ip neigh replace 10.244.1.0 lladdr 02:42:0a:f4:01:00 dev flannel.1
bridge fdb append 02:42:0a:f4:01:00 dev flannel.1 dst 172.18.0.3
