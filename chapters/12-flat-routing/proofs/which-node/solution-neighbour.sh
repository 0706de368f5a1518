# host: worker
# From worker's neighbour table.
# optional: the two nodes have talked; this is for an entry that has aged
ping -q -c 1 -W 3 172.18.0.4 >/dev/null
ip neigh show 172.18.0.4 dev eth0 | awk '{ print $3 }'
