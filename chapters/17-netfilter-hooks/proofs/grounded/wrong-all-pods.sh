# host: worker
# fails: blue-out
# says: was lost: dropped by
# passes: red-out red-to-green node-out
iptables -A FORWARD -o eth0 -j DROP
