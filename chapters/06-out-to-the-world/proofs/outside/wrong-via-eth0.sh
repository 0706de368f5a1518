# host: worker
# The node's outside address is not on the pods' network, so the kernel refuses it as a gateway.
# fails: red-route
# says: default
ip -n red route add default via 172.18.0.3
ip -n blue route add default via 172.18.0.3
sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s 10.1.0.0/24 ! -o br1 -j MASQUERADE
