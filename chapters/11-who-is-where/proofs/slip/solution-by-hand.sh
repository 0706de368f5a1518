# host: worker2
# In the kernel's entries instead of the list. It holds until the list changes again.
ip neigh replace 10.244.1.0 lladdr 02:42:0a:f4:01:00 dev flannel.1 nud permanent
bridge fdb replace 02:42:0a:f4:01:00 dev flannel.1 dst 172.18.0.3
ip route replace 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink
