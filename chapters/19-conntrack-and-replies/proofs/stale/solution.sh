# host: worker
conntrack -D -p udp --orig-dst 10.96.0.60 --reply-src 10.244.2.7
