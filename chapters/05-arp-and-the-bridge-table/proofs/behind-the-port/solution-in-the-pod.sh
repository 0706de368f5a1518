# host: worker
ip -n db -br link show eth0 | awk '{ print $3 }'
