# host: worker
# The old rules stay, and no new connection gets that far.
for chain in PREROUTING OUTPUT; do
  iptables -t nat -I "$chain" -d 172.18.0.3 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80
done
