# host: worker
# Without -d the rule takes every call to a port 8080 that passes here, whatever machine it is for.
# fails: others
# says: must not
for chain in PREROUTING OUTPUT; do
  iptables -t nat -A "$chain" -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.4:80
done
curl -sS -m 2 -o /dev/null http://worker:8080
# host: internet
curl -sS -m 2 -o /dev/null http://worker:8080
