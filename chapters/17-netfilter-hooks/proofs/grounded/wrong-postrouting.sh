# host: worker
# One hook too late.
# fails: red-out
# says: came to postrouting of worker
# passes: red-to-node red-to-green blue-out node-out
iptables -t mangle -A POSTROUTING -o eth0 -m conntrack --ctorigsrc 10.244.1.2 -j DROP
