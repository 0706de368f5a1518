# host: worker
iptables -A FORWARD -s 10.244.1.2 -o eth0 -j DROP
