# host: worker
# "To be sure", every pod is pinged.
# fails: client-without-db
# says: the entry for 10.0.0.4 is still there
ip netns exec client ping -q -c 1 -W 1 10.0.0.3
ip netns exec client ping -q -c 1 -W 1 10.0.0.4
