# host: worker
iptables -t nat -nvxL PREROUTING | awk '/to:10.244.1.2:80/ { print $1 }'
