# host: worker
# fails: exists
# says: server
ip netns add sever
