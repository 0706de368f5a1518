# host: worker
# fails: from-pods
# says: port
pods=(10.244.1.2 10.244.2.2 10.244.2.3 10.244.1.3 10.244.2.4)
iptables -t nat -N KUBE-SVC-SHOP
for ((left = ENDPOINTS; left > 0; left--)); do
  iptables -t nat -A KUBE-SVC-SHOP -p tcp -m statistic --mode random \
    --probability "$(python3 -c "print(f'{1 / $left:.11f}')")" -j DNAT --to-destination "${pods[ENDPOINTS - left]}:80"
done
iptables -t nat -A KUBE-SERVICES -d 10.96.0.20/32 -p tcp --dport 80 -j KUBE-SVC-SHOP
