# host: worker
# Source instead of destination.
# fails: answer
# says: not the MAC of eth0
ip -br link show eth0 | awk '{ print $3 }'
