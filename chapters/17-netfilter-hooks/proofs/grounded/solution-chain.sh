# host: worker
# A chain of its own for what leaves by eth0.
iptables -N LEAVES
iptables -A LEAVES -s 10.244.1.2 -j DROP
iptables -A FORWARD -o eth0 -j LEAVES
