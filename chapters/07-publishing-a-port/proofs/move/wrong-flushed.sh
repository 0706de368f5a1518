# host: worker
# Flushed "to be sure that the new rule is used": the node has lost the entry of the open connection.
# fails: call
# says: it was forgotten
for chain in PREROUTING OUTPUT; do
  iptables -t nat -R "$chain" 1 -d 172.18.0.3 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80
done
conntrack -D -p tcp --orig-dst 172.18.0.3
