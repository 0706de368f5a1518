# host: worker
# The old endpoint's rule still stands first, and takes all.
# fails: old-chain
# says: chain KUBE-SEP-WEB is still in table nat
# passes: call
iptables -t nat -N KUBE-SEP-WEB-1
iptables -t nat -A KUBE-SEP-WEB-1 -p tcp -j DNAT --to-destination 10.244.1.2:8080
iptables -t nat -N KUBE-SEP-WEB-3
iptables -t nat -A KUBE-SEP-WEB-3 -p tcp -j DNAT --to-destination 10.244.2.3:8080
iptables -t nat -A KUBE-SVC-WEB -m statistic --mode random --probability 0.5 -j KUBE-SEP-WEB-1
iptables -t nat -A KUBE-SVC-WEB -j KUBE-SEP-WEB-3
