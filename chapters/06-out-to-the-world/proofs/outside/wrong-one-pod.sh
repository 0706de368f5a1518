# host: worker
# Only red gets a route.
# fails: blue-route
# says: default
ip -n red route add default via 10.1.0.1
sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s 10.1.0.0/24 ! -o br1 -j MASQUERADE
ip netns exec red curl -sS -m 2 -o /dev/null http://internet
