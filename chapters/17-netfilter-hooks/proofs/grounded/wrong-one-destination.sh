# host: worker
# The outside is more than one host.
# fails: red-next-door
# says: still arrives
# passes: red-out
iptables -A FORWARD -s 10.244.1.2 -d 203.0.113.10 -j DROP
