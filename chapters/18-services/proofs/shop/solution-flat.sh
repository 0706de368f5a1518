# host: worker
# No chains of one's own: the same dice on DNAT rules in the two built-in chains. Longer, and no less right.
pods=(10.244.1.2 10.244.2.2 10.244.2.3 10.244.1.3 10.244.2.4)
for chain in PREROUTING OUTPUT; do
  for ((left = ENDPOINTS; left > 0; left--)); do
    pod=${pods[ENDPOINTS - left]}
    iptables -t nat -A "$chain" -d 10.96.0.20/32 -p tcp --dport 80 -m statistic --mode random \
      --probability "$(python3 -c "print(f'{1 / $left:.11f}')")" -j DNAT --to-destination "$pod:8080"
  done
done
