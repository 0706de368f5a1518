# host: worker
# fails: lo-up
# says: DOWN
ip netns add server
