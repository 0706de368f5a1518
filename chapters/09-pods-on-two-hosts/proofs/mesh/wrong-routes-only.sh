# host: control-plane
# Every pod reaches every other one, but sees a node's address.
# fails: own-addresses
# says: passes eth0 of control-plane with the source 172.18.0.2 (eth0 of control-plane): a source NAT rule took it
# passes: all-pairs
ip route add "10.244.$THIRD.0/24" via 172.18.0.4
# host: worker
ip route add "10.244.$THIRD.0/24" via 172.18.0.4
# host: worker2
sysctl -qw net.ipv4.ip_forward=1
ip route add 10.244.0.0/24 via 172.18.0.2
ip route add 10.244.1.0/24 via 172.18.0.3
