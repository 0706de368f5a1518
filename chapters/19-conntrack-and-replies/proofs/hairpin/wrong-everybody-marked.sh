# host: worker
# Whoever calls is masqueraded, not only a pod that calls itself.
# fails: true-address
# says: the server sees 10.244.1.1
# passes: red-itself, blue-itself
iptables -t nat -I KUBE-SEP-RED -j KUBE-MARK-MASQ
iptables -t nat -I KUBE-SEP-BLUE -j KUBE-MARK-MASQ
bridge link set dev red hairpin on
bridge link set dev blue hairpin on
