# host: worker
# The MAC that db knows, and not the one that the bridge has learned from it.
# fails: answer
# says: the MAC of eth0 in namespace server
ip -n db neigh show 10.0.0.3 | awk '{ print $5 }'
