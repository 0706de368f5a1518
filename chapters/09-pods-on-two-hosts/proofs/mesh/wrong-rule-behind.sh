# host: control-plane
# The exemption is appended, so it comes after the rule that it should exempt from.
# fails: own-addresses
# says: a source NAT rule took it
ip route add "10.244.$THIRD.0/24" via 172.18.0.4
iptables -t nat -A POSTROUTING -d 10.244.0.0/16 -j ACCEPT
# host: worker
ip route add "10.244.$THIRD.0/24" via 172.18.0.4
iptables -t nat -A POSTROUTING -d 10.244.0.0/16 -j ACCEPT
# host: worker2
sysctl -qw net.ipv4.ip_forward=1
ip route add 10.244.0.0/24 via 172.18.0.2
ip route add 10.244.1.0/24 via 172.18.0.3
iptables -t nat -A POSTROUTING -d 10.244.0.0/16 -j ACCEPT
