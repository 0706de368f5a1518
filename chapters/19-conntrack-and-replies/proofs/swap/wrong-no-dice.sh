# host: worker
# The first rule takes all.
# fails: rules
# says: takes every connection
# passes: call, old-chain
iptables -t nat -N KUBE-SEP-WEB-1
iptables -t nat -A KUBE-SEP-WEB-1 -p tcp -j DNAT --to-destination 10.244.1.2:8080
iptables -t nat -N KUBE-SEP-WEB-3
iptables -t nat -A KUBE-SEP-WEB-3 -p tcp -j DNAT --to-destination 10.244.2.3:8080
iptables -t nat -R KUBE-SVC-WEB 2 -j KUBE-SEP-WEB-1
iptables -t nat -A KUBE-SVC-WEB -j KUBE-SEP-WEB-3
iptables -t nat -F KUBE-SEP-WEB
iptables -t nat -X KUBE-SEP-WEB
