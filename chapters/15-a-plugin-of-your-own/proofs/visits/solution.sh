# host: worker
iptables -t nat -nvxL | awk '/to:10.244.1.2:80/ { print $1 }'
