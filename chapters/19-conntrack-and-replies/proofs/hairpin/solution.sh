# host: worker
iptables -t nat -I KUBE-SEP-RED -s 10.244.1.5 -j KUBE-MARK-MASQ
iptables -t nat -I KUBE-SEP-BLUE -s 10.244.1.6 -j KUBE-MARK-MASQ
bridge link set dev red hairpin on
bridge link set dev blue hairpin on
