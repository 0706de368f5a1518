# host: worker
iptables -t nat -N KUBE-SVC-CANARY
iptables -t nat -A KUBE-SVC-CANARY -m statistic --mode random --probability 0.1 -j KUBE-SEP-WEB-1
iptables -t nat -A KUBE-SVC-CANARY -m statistic --mode random --probability 0.5 -j KUBE-SEP-WEB-2
iptables -t nat -A KUBE-SVC-CANARY -j KUBE-SEP-WEB-3
iptables -t nat -A KUBE-SERVICES -d 10.96.0.30/32 -p tcp --dport 80 -j KUBE-SVC-CANARY
