# host: worker
# "It does not hurt." It does: the log of shop shows only the bridge now.
# fails: from-internet
# says: the source was rewritten on the way
for chain in PREROUTING OUTPUT; do
  iptables -t nat -A "$chain" -d 172.18.0.3 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.4:80
done
iptables -t nat -A POSTROUTING -j MASQUERADE
curl -sS -m 2 -o /dev/null http://worker:8080
# host: internet
curl -sS -m 2 -o /dev/null http://worker:8080
