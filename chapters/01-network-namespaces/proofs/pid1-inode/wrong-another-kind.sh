# host: worker
# fails: answer
# says: pid
readlink /proc/1/ns/pid | tr -dc '0-9'
