# host: worker
# raw is early, and still later than -350. To accept in one chain does not undo a drop in another.
# fails: red-visits
# says: dropped by rule 2 of gate
# passes: closed
iptables -t raw -I PREROUTING -p tcp --dport 90 -j ACCEPT
