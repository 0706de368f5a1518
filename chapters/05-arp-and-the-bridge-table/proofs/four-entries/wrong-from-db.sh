# host: worker
# The right address, from the wrong pod.
# fails: client-knows-server
# says: the entry for 10.0.0.3 is in namespace db, not in namespace client
ip netns exec db ping -q -c 1 -W 1 10.0.0.3
