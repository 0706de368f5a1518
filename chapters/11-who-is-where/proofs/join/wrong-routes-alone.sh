# host: control-plane
# Chapter 9's routes: every pod is reached, but nothing is wrapped.
# fails: red-gold
# says: without a wrapping
# passes: red-blue
ip route add 10.244.1.0/24 via 172.18.0.3
ip route add 10.244.2.0/24 via 172.18.0.4
ip -n gold link set eth0 mtu 1450
# host: worker
ip route add 10.244.0.0/24 via 172.18.0.2
# host: worker2
ip route add 10.244.0.0/24 via 172.18.0.2
