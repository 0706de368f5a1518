# host: worker
# The /24 of the chapters before: blue takes red to be on-link.
# fails: address
# says: with /24, not /32
# passes: gateway, way-back, no-bridge
ip link set cali-blue up
ip -n blue link set eth0 up
ip -n blue addr add 10.244.1.3/24 dev eth0
ip -n blue route add 169.254.1.1 dev eth0 scope link
ip -n blue route add default via 169.254.1.1 dev eth0
sysctl -qw net.ipv4.conf.cali-blue.proxy_arp=1
ip route add 10.244.1.3 dev cali-blue scope link
