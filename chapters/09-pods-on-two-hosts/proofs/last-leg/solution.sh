# host: worker
ip -n server neigh show 10.244.1.1 | awk '{ print $5 }'
