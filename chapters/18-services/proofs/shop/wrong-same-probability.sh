# host: worker
# fails: from-pods
# says: conditional
pods=(10.244.1.2 10.244.2.2 10.244.2.3 10.244.1.3 10.244.2.4)
iptables -t nat -N KUBE-SVC-SHOP
share=$(python3 -c "print(f'{1 / $ENDPOINTS:.11f}')")
for ((i = 0; i < ENDPOINTS; i++)); do
  iptables -t nat -A KUBE-SVC-SHOP -p tcp -m statistic --mode random --probability "$share" \
    -j DNAT --to-destination "${pods[i]}:8080"
done
iptables -t nat -A KUBE-SERVICES -d 10.96.0.20/32 -p tcp --dport 80 -j KUBE-SVC-SHOP
