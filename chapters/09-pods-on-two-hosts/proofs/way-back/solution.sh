# host: worker
ip route add 10.0.0.2 via 172.18.0.2
ip -n server route add 10.0.0.2 via 10.0.0.1
