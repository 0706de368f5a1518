# host: worker
# The rules are right, but the old pod is stopped while a connection needs it.
# fails: call
# says: the body lacks "web-2"
# passes: rules, old-chain
iptables -t nat -N KUBE-SEP-WEB-1
iptables -t nat -A KUBE-SEP-WEB-1 -p tcp -j DNAT --to-destination 10.244.1.2:8080
iptables -t nat -N KUBE-SEP-WEB-3
iptables -t nat -A KUBE-SEP-WEB-3 -p tcp -j DNAT --to-destination 10.244.2.3:8080
iptables -t nat -R KUBE-SVC-WEB 2 -m statistic --mode random --probability 0.5 -j KUBE-SEP-WEB-1
iptables -t nat -A KUBE-SVC-WEB -j KUBE-SEP-WEB-3
iptables -t nat -F KUBE-SEP-WEB
iptables -t nat -X KUBE-SEP-WEB
# host: worker2
ip netns pids web-2 | xargs kill
