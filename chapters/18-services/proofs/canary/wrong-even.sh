# host: worker
# fails: balance
# says: evenly
# The new Service is sent to web's chain, which shares out evenly.
iptables -t nat -A KUBE-SERVICES -d 10.96.0.30/32 -p tcp --dport 80 -j KUBE-SVC-WEB
