# host: worker
# The port that the program has on its own side.
# fails: answer
# says: the port that the connection set out from
conntrack -L -p tcp --orig-src 172.18.0.3 --orig-dst 10.96.0.40 --state ESTABLISHED 2>/dev/null | grep -oE 'sport=[0-9]+' | head -1 | cut -d= -f2
