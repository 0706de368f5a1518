# host: worker
# fails: answer
# says: client
ip netns exec client readlink /proc/self/ns/net | tr -dc '0-9'
