# host: worker
# Without -L this is the inode of the link in /proc, not of what it leads to.
# fails: answer
# says: the inode of the link in /proc
stat -c %i /proc/1/ns/net
