# host: worker
# The second tuple, but its source.
# fails: answer
# says: the port that the answers come from
conntrack -L -p tcp --orig-src 172.18.0.3 --orig-dst 10.96.0.40 --state ESTABLISHED 2>/dev/null | grep -oE 'sport=[0-9]+' | tail -1 | cut -d= -f2
