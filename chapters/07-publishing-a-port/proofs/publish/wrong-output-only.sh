# host: worker
# Tested from the node, and never from outside.
# fails: from-internet
# says: no process listens on port 8080
iptables -t nat -A OUTPUT -d 172.18.0.3 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.4:80
curl -sS -m 2 -o /dev/null http://worker:8080
