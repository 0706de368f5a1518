# host: worker
# What filter counts at FORWARD: every packet of the visitors, not only the first of each connection.
# fails: answer
# says: that is not how many packets were sent to 10.244.1.2:80
iptables -nvxL FORWARD | awk '/dpt:80/ { print $1 }'
