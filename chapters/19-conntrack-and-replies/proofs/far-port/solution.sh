# host: worker
conntrack -L -p tcp --orig-src 172.18.0.3 --orig-dst 10.96.0.40 --state ESTABLISHED 2>/dev/null | grep -oE 'dport=[0-9]+' | tail -1 | cut -d= -f2
