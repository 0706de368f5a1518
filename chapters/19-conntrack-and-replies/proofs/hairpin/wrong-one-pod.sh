# host: worker
# fails: blue-itself
# says: no answer from 10.96.0.51:80
# passes: red-itself, true-address
iptables -t nat -I KUBE-SEP-RED -s 10.244.1.5 -j KUBE-MARK-MASQ
bridge link set dev red hairpin on
