# host: worker
# fails: answer
# says: the MAC of br0
ip -br link show br0 | awk '{ print $3 }'
