# host: worker
# Behind the DNAT rule, where no packet comes by.
# fails: red-itself
# says: no answer from 10.96.0.50:80
iptables -t nat -A KUBE-SEP-RED -s 10.244.1.5 -j KUBE-MARK-MASQ
iptables -t nat -A KUBE-SEP-BLUE -s 10.244.1.6 -j KUBE-MARK-MASQ
bridge link set dev red hairpin on
bridge link set dev blue hairpin on
