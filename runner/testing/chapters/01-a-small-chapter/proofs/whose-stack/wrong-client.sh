# host: worker
# fails: answer
# says: the inode of namespace client
ip netns exec client readlink /proc/self/ns/net | tr -dc '0-9'
