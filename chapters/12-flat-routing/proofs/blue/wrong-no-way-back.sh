# host: worker
# All that the pod needs, but no route to it on the node.
# fails: way-back
# says: no route to 10.244.1.3
# passes: address, gateway, no-bridge
ip link set cali-blue up
ip -n blue link set eth0 up
ip -n blue addr add 10.244.1.3/32 dev eth0
ip -n blue route add 169.254.1.1 dev eth0 scope link
ip -n blue route add default via 169.254.1.1 dev eth0
sysctl -qw net.ipv4.conf.cali-blue.proxy_arp=1
