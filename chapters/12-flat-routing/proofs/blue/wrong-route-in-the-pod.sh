# host: worker
# The pod's route to itself, inside the pod.
# fails: way-back
# says: but in namespace blue
ip link set cali-blue up
ip -n blue link set eth0 up
ip -n blue addr add 10.244.1.3/32 dev eth0
ip -n blue route add 169.254.1.1 dev eth0 scope link
ip -n blue route add default via 169.254.1.1 dev eth0
sysctl -qw net.ipv4.conf.cali-blue.proxy_arp=1
ip -n blue route add 10.244.1.3 dev eth0 scope link
