# host: control-plane
# One more line on the list, the server started again, and the daemon on all three nodes.
ip link add flannel.1 address 02:42:0a:f4:00:00 type vxlan id 1 local 172.18.0.2 dstport 8472 dev eth0 nolearning
ip addr add 10.244.0.0/32 dev flannel.1
ip link set flannel.1 up
echo '10.244.0.0/24 172.18.0.2 02:42:0a:f4:00:00' >>/srv/leases
setsid env -C /srv python3 api.py >/dev/null 2>&1 </dev/null &
# optional: only waits for the server, which may be quick enough
for _ in $(seq 50); do ss -Hltn | grep -q :2379 && break; sleep 0.1; done
setsid bash /srv/flanneld >/dev/null 2>&1 </dev/null &
# optional: only waits for the daemon; the checks begin when it has done its work
for _ in $(seq 50); do [ "$(ip route | grep -c 'flannel.1 onlink')" -ge 2 ] && break; sleep 0.1; done
ip -n gold link set eth0 mtu 1450
# host: worker
setsid bash /root/flanneld >/dev/null 2>&1 </dev/null &
# optional: only waits for the daemon; the checks begin when it has done its work
for _ in $(seq 50); do [ "$(ip route | grep -c 'flannel.1 onlink')" -ge 2 ] && break; sleep 0.1; done
# host: worker2
setsid bash /root/flanneld >/dev/null 2>&1 </dev/null &
# optional: only waits for the daemon; the checks begin when it has done its work
for _ in $(seq 50); do [ "$(ip route | grep -c 'flannel.1 onlink')" -ge 2 ] && break; sleep 0.1; done
