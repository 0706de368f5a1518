# host: control-plane
# Each node exempts the two other nodes' ranges, but not those of nodes that join later.
# fails: client-to-come
# says: did not carry an ICMP echo-request from 10.244.0.2 to 10.244.255.2
# passes: all-pairs own-addresses
ip route add "10.244.$THIRD.0/24" via 172.18.0.4
iptables -t nat -I POSTROUTING -d 10.244.1.0/24,10.244.$THIRD.0/24 -j ACCEPT
# host: worker
ip route add "10.244.$THIRD.0/24" via 172.18.0.4
iptables -t nat -I POSTROUTING -d 10.244.0.0/24,10.244.$THIRD.0/24 -j ACCEPT
# host: worker2
sysctl -qw net.ipv4.ip_forward=1
ip route add 10.244.0.0/24 via 172.18.0.2
ip route add 10.244.1.0/24 via 172.18.0.3
iptables -t nat -I POSTROUTING -d 10.244.0.0/24,10.244.1.0/24 -j ACCEPT
