# host: worker
# The same node, but its MAC address on the underlay.
# fails: answer
# says: the MAC of eth0 in the host's namespace
ip -br link show eth0 | awk '{ print $3 }'
