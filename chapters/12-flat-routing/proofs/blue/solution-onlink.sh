# host: worker
# One route fewer: "onlink" takes the gateway to be on-link without a route that says so. And forwarding by an
# iproute2 batch, the setting by its file.
ip link set cali-blue up
ip route add 10.244.1.3 dev cali-blue
ip -n blue -batch - <<'BATCH'
link set eth0 up
address add 10.244.1.3/32 dev eth0
route add default via 169.254.1.1 dev eth0 onlink
BATCH
echo 1 >/proc/sys/net/ipv4/conf/cali-blue/proxy_arp
