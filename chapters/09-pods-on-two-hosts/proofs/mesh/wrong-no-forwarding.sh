# host: control-plane
# All routes and rules, but one node does not forward.
# fails: all-pairs
# says: on the way there, worker2 does not forward
ip route add "10.244.$THIRD.0/24" via 172.18.0.4
iptables -t nat -I POSTROUTING -d 10.244.0.0/16 -j ACCEPT
# host: worker
ip route add "10.244.$THIRD.0/24" via 172.18.0.4
iptables -t nat -I POSTROUTING -d 10.244.0.0/16 -j ACCEPT
# host: worker2
ip route add 10.244.0.0/24 via 172.18.0.2
ip route add 10.244.1.0/24 via 172.18.0.3
iptables -t nat -I POSTROUTING -d 10.244.0.0/16 -j ACCEPT
