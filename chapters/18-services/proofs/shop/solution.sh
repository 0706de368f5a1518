# host: worker
pods=(10.244.1.2 10.244.2.2 10.244.2.3 10.244.1.3 10.244.2.4)
last=$((ENDPOINTS - 1))
iptables -t nat -N KUBE-SVC-SHOP
for ((i = 0; i <= last; i++)); do
  iptables -t nat -N "KUBE-SEP-SHOP-$i"
  iptables -t nat -A "KUBE-SEP-SHOP-$i" -p tcp -j DNAT --to-destination "${pods[i]}:8080"
done
for ((i = 0; i < last; i++)); do
  share=$(python3 -c "print(f'{1 / ($ENDPOINTS - $i):.11f}')")
  iptables -t nat -A KUBE-SVC-SHOP -m statistic --mode random --probability "$share" -j "KUBE-SEP-SHOP-$i"
done
iptables -t nat -A KUBE-SVC-SHOP -j "KUBE-SEP-SHOP-$last"
iptables -t nat -A KUBE-SERVICES -d 10.96.0.20/32 -p tcp --dport 80 -j KUBE-SVC-SHOP
