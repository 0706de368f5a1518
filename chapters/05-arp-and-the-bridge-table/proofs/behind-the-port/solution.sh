# host: worker
bridge fdb show dev veth-db dynamic | awk '{ print $1 }'
