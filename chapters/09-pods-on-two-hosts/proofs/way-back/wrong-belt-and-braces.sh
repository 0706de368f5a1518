# host: worker
# Both routes, and a masquerade rule to be on the safe side.
# fails: own-addresses
# says: passes br0 of worker with the source 10.0.0.1 (br0 of worker)
# passes: mesh
ip route add 10.0.0.2 via 172.18.0.2
ip -n server route add 10.0.0.2 via 10.0.0.1
iptables -t nat -A POSTROUTING -o br0 -j MASQUERADE
