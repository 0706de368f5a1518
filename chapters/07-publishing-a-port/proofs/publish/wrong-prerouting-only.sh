# host: worker
# Tested from outside, and never from the node.
# fails: from-node
# says: no process listens on port 8080
iptables -t nat -A PREROUTING -d 172.18.0.3 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.4:80
# host: internet
curl -sS -m 2 -o /dev/null http://worker:8080
