# host: worker
for chain in PREROUTING OUTPUT; do
  iptables -t nat -R "$chain" 1 -d 172.18.0.3 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80
done
