# host: worker
# The rule for the node's own packets still leads to shop.
# fails: from-node
# says: the body lacks "web"
iptables -t nat -R PREROUTING 1 -d 172.18.0.3 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80
