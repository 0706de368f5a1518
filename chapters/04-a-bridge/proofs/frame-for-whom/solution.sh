# host: worker
ip -n server -br link show eth0 | awk '{ print $3 }'
