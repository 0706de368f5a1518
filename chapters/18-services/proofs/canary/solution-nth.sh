# host: worker
# Counting instead of dice: every tenth connection, then every second of the rest.
iptables -t nat -N KUBE-SVC-CANARY
iptables -t nat -A KUBE-SVC-CANARY -m statistic --mode nth --every 10 --packet 0 -j KUBE-SEP-WEB-1
iptables -t nat -A KUBE-SVC-CANARY -m statistic --mode nth --every 2 --packet 0 -j KUBE-SEP-WEB-2
iptables -t nat -A KUBE-SVC-CANARY -j KUBE-SEP-WEB-3
iptables -t nat -A KUBE-SERVICES -d 10.96.0.30/32 -p tcp --dport 80 -j KUBE-SVC-CANARY
