# host: worker
ip -n client neigh show 192.168.1.254 dev eth0 | grep -oE '([0-9a-f]{2}:){5}[0-9a-f]{2}'
