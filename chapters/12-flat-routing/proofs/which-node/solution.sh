# host: worker2
ip -br link show eth0 | awk '{ print $3 }'
