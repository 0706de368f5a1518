# host: worker
# The node's, but on the other wire.
# fails: answer
# says: the MAC of eth0 in the host's namespace
ip -br link show eth0 | awk '{ print $3 }'
