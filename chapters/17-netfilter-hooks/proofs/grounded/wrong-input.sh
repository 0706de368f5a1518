# host: worker
# INPUT is for what the node itself receives.
# fails: red-out
# says: still arrives
iptables -A INPUT -s 10.244.1.2 -j DROP
