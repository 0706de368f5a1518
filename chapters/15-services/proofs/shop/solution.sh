# host: worker
pods=(10.244.1.2 10.244.2.2 10.244.2.3 10.244.1.3 10.244.2.4)
iptables -t nat -N KUBE-SVC-SHOP
for ((i = 0; i < ENDPOINTS; i++)); do
  iptables -t nat -N "KUBE-SEP-SHOP-$i"
  iptables -t nat -A "KUBE-SEP-SHOP-$i" -p tcp -j DNAT --to-destination "${pods[i]}:8080"
  left=$((ENDPOINTS - i))
  if [ "$left" -gt 1 ]; then
    iptables -t nat -A KUBE-SVC-SHOP -m statistic --mode random \
      --probability "$(python3 -c "print(f'{1 / $left:.11f}')")" -j "KUBE-SEP-SHOP-$i"
  else
    iptables -t nat -A KUBE-SVC-SHOP -j "KUBE-SEP-SHOP-$i"
  fi
done
iptables -t nat -A KUBE-SERVICES -d 10.96.0.20/32 -p tcp --dport 80 -j KUBE-SVC-SHOP
