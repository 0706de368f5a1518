# host: worker
# fails: answer
# says: the inode of the pid namespace
readlink /proc/1/ns/pid | tr -dc '0-9'
