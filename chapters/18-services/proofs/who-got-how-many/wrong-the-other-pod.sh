# host: worker
# fails: answer
# says: 10.244.1.2:9090
iptables -t nat -nvxL PREROUTING | awk '/to:10.244.1.3:9090/ { print $1 }'
