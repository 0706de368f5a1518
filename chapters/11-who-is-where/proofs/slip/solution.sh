# host: control-plane
echo '10.244.1.0/24 172.18.0.3 02:42:0a:f4:01:00' >>/srv/leases
# host: worker2
# optional: only waits for the daemon; the checks begin when it has done its work
for _ in $(seq 50); do bridge fdb | grep -q 'dst 172.18.0.3' && ip route | grep -q '^10.244.1.0/24' && break; sleep 0.1; done
