# host: control-plane
# The second column is the node's address, not the tunnel's.
# fails: forwarding
# says: sends to 10.244.1.0, not to 172.18.0.3
echo '10.244.1.0/24 10.244.1.0 02:42:0a:f4:01:00' >>/srv/leases
# host: worker2
for _ in $(seq 50); do ip route | grep -q '^10.244.1.0/24' && break; sleep 0.1; done
