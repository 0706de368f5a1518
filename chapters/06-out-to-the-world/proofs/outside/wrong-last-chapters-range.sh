# host: worker
# Copied from above, with the range of the other bridge.
# fails: rule
# says: no new connection came by it
ip -n red route add default via 10.1.0.1
ip -n blue route add default via 10.1.0.1
sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s 10.0.0.0/24 ! -o br0 -j MASQUERADE
ip netns exec red curl -sS -m 1 -o /dev/null http://internet
