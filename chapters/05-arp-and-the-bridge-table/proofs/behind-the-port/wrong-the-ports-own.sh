# host: worker
# The entry that is always there.
# fails: answer
# says: the MAC of veth-db in the host's namespace
bridge fdb show dev veth-db | awk '/master br0 permanent/ { print $1; exit }'
