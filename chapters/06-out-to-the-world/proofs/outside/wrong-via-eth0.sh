# host: worker
# The node's address outside is no neighbour of the pods: the kernel refuses such a gateway.
# fails: red-route
# says: default
ip -n red route add default via 172.18.0.3
ip -n blue route add default via 172.18.0.3
sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s 10.1.0.0/24 ! -o br1 -j MASQUERADE
