# host: worker
# A rule makes the server see its own bridge, as in the article's cluster: it can answer, but it cannot call.
# fails: mesh
# says: server (10.0.0.3) does not reach client (10.0.0.2): on the way there, server on worker takes 10.0.0.2 for on-link
ip route add 10.0.0.2 via 172.18.0.2
iptables -t nat -A POSTROUTING -o br0 -j MASQUERADE
