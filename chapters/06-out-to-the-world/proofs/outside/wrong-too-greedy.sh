# host: worker
# Without "! -o br1" the rule takes what goes from pod to pod, too.
# fails: between
# says: the source was rewritten on the way
ip -n red route add default via 10.1.0.1
ip -n blue route add default via 10.1.0.1
sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s 10.1.0.0/24 -j MASQUERADE
ip netns exec red curl -sS -m 2 -o /dev/null http://internet
