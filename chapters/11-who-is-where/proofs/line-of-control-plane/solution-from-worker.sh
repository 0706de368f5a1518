# host: worker
# The other nodes have it, too.
ip neigh show 10.244.0.0 dev flannel.1 | grep -oE '([0-9a-f]{2}:){5}[0-9a-f]{2}'
