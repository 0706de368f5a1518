# host: worker
readlink /proc/1/ns/net | tr -dc '0-9'
