# host: worker
conntrack -L -p tcp --orig-src 10.0.0.3 --orig-dst 203.0.113.10 --orig-port-dst 4000 2>/dev/null |
  grep -o 'dport=[0-9]*' | tail -1 | cut -d= -f2
