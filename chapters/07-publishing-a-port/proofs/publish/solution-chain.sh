# host: worker
# As Docker lays it out: a chain of its own, for every address of the node.
iptables -t nat -N PUBLISHED
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j PUBLISHED
iptables -t nat -A OUTPUT -m addrtype --dst-type LOCAL -j PUBLISHED
iptables -t nat -A PUBLISHED -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.4:80
curl -sS -m 2 -o /dev/null http://worker:8080
# host: internet
curl -sS -m 2 -o /dev/null http://worker:8080
