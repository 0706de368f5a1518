# host: worker
# The rule is there, and the node drops the packets before they get to it.
# fails: rule
# says: no new connection came by it
ip -n red route add default via 10.1.0.1
ip -n blue route add default via 10.1.0.1
iptables -t nat -A POSTROUTING -s 10.1.0.0/24 ! -o br1 -j MASQUERADE
ip netns exec red curl -sS -m 1 -o /dev/null http://internet
