# host: control-plane
# The other nodes get routes to the new node, and the new node gets none to them.
# fails: all-pairs
# says: on the way back worker2 has no route of its own to 10.244.0.2 and follows the default route
ip route add "10.244.$THIRD.0/24" via 172.18.0.4
iptables -t nat -I POSTROUTING -d 10.244.0.0/16 -j ACCEPT
# host: worker
ip route add "10.244.$THIRD.0/24" via 172.18.0.4
iptables -t nat -I POSTROUTING -d 10.244.0.0/16 -j ACCEPT
# host: worker2
sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -I POSTROUTING -d 10.244.0.0/16 -j ACCEPT
