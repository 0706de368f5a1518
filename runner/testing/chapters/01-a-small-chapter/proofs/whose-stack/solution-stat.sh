# host: worker
stat -Lc %i /proc/1/ns/net
