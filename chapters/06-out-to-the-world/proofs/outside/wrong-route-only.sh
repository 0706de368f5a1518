# host: worker
# As the articles have it: a default route, and that is all.
# fails: forwarding
# says: is 0
ip -n red route add default via 10.1.0.1
ip -n blue route add default via 10.1.0.1
