# host: control-plane
# The rules for the outside world are in the way, so they are deleted.
# fails: server-outside
# says: packets vanish on the way there or on the way back
# passes: all-pairs own-addresses
ip route add "10.244.$THIRD.0/24" via 172.18.0.4
iptables -t nat -F POSTROUTING
# host: worker
ip route add "10.244.$THIRD.0/24" via 172.18.0.4
iptables -t nat -F POSTROUTING
# host: worker2
sysctl -qw net.ipv4.ip_forward=1
ip route add 10.244.0.0/24 via 172.18.0.2
ip route add 10.244.1.0/24 via 172.18.0.3
iptables -t nat -F POSTROUTING
