# host: worker
# Without br_netfilter the hairpin needs no mode of the port. But then no reply between two pods of the bridge is turned back.
# fails: true-address
# says: no answer from 10.96.0.51:80
# passes: red-itself, blue-itself
iptables -t nat -I KUBE-SEP-RED -s 10.244.1.5 -j KUBE-MARK-MASQ
iptables -t nat -I KUBE-SEP-BLUE -s 10.244.1.6 -j KUBE-MARK-MASQ
sysctl -w net.bridge.bridge-nf-call-iptables=0
