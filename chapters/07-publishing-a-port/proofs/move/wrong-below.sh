# host: worker
# Appended: the old rule stands above and still decides.
# fails: new-visitors
# says: says "shop sees
for chain in PREROUTING OUTPUT; do
  iptables -t nat -A "$chain" -d 172.18.0.3 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80
done
