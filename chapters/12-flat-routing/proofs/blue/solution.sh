# host: worker
ip link set cali-blue up
ip -n blue link set eth0 up
ip -n blue addr add 10.244.1.3/32 dev eth0
ip -n blue route add 169.254.1.1 dev eth0 scope link
ip -n blue route add default via 169.254.1.1 dev eth0
# optional: it only saves the kernel's pause of up to 0.8 s before a proxy answer
sysctl -qw net.ipv4.neigh.cali-blue.proxy_delay=0
sysctl -qw net.ipv4.conf.cali-blue.proxy_arp=1
ip route add 10.244.1.3 dev cali-blue scope link
