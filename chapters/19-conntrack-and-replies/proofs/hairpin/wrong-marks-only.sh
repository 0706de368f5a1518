# host: worker
# The source is right, and the bridge does not send the frame out of the port that it came in by.
# fails: blue-itself
# says: no answer from 10.96.0.51:80
# passes: true-address
iptables -t nat -I KUBE-SEP-RED -s 10.244.1.5 -j KUBE-MARK-MASQ
iptables -t nat -I KUBE-SEP-BLUE -s 10.244.1.6 -j KUBE-MARK-MASQ
