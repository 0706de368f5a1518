# host: worker
# The packet never gets as far as INPUT.
# fails: red-visits
# says: dropped by rule 2 of gate
# passes: closed
iptables -I INPUT -p tcp --dport 90 -j ACCEPT
