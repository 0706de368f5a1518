# host: worker
# The rule is in the pod's namespace, where the only address to write is the pod's own.
# fails: rule
# says: there is one in namespace red
ip -n red route add default via 10.1.0.1
ip -n blue route add default via 10.1.0.1
sysctl -qw net.ipv4.ip_forward=1
ip netns exec red iptables -t nat -A POSTROUTING -j MASQUERADE
ip netns exec red curl -sS -m 1 -o /dev/null http://internet
