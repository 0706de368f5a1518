# host: worker
# fails: from-node
# says: OUTPUT
pods=(10.244.1.2 10.244.2.2 10.244.2.3 10.244.1.3 10.244.2.4)
for ((left = ENDPOINTS; left > 0; left--)); do
  iptables -t nat -A PREROUTING -d 10.96.0.20/32 -p tcp --dport 80 -m statistic --mode random \
    --probability "$(python3 -c "print(f'{1 / $left:.11f}')")" -j DNAT --to-destination "${pods[ENDPOINTS - left]}:8080"
done
