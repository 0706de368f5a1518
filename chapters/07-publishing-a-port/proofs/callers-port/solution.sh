# host: worker
conntrack -L -p tcp --orig-dst 172.18.0.3 --state ESTABLISHED 2>/dev/null | grep -o 'sport=[0-9]*' | head -1 | cut -d= -f2
