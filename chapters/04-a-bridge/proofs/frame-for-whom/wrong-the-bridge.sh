# host: worker
# fails: answer
# says: br0
ip -br link show br0 | awk '{ print $3 }'
