# host: worker
iptables -t nat -nvxL PREROUTING | awk '/to:10.244.1.2:9090/ { print $1 }'
