# host: worker
# Requests arrive, answers do not.
# fails: red-outside
# says: packets vanish on the way there or on the way back
ip -n red route add default via 10.1.0.1
ip -n blue route add default via 10.1.0.1
sysctl -qw net.ipv4.ip_forward=1
ip netns exec red curl -sS -m 1 -o /dev/null http://internet
