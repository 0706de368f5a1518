# host: worker
# The rules were right. No packet of the old stream meets them.
# fails: arrives
# says: the body lacks "log-2"
# passes: call
iptables -t nat -F KUBE-SEP-LOG
iptables -t nat -A KUBE-SEP-LOG -p udp -j DNAT --to-destination 10.244.1.7:8080
