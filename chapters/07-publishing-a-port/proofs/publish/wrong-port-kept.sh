# host: worker
# Without a port in the destination the packet keeps its own, and shop does not listen on 8080.
# fails: rule
# says: rewrites the destination to 10.0.0.4 (
for chain in PREROUTING OUTPUT; do
  iptables -t nat -A "$chain" -d 172.18.0.3 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.4
done
