# host: worker
for chain in PREROUTING OUTPUT; do
  iptables -t nat -A "$chain" -d 172.18.0.3 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.4:80
done
curl -sS -m 2 -o /dev/null http://worker:8080
# host: internet
curl -sS -m 2 -o /dev/null http://worker:8080
