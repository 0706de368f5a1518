# host: worker
# The first dport of the entry.
# fails: answer
# says: the port that was called
conntrack -L -p tcp --orig-src 10.0.0.3 --orig-dst 203.0.113.10 --orig-port-dst 4000 2>/dev/null |
  grep -o 'dport=[0-9]*' | head -1 | cut -d= -f2
