# host: worker
# fails: answer
# says: host
stat -Lc %i /proc/1/ns/net
