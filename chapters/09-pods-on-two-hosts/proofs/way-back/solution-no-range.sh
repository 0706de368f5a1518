# host: worker
# The wrong on-link route goes instead: the server keeps its address without a range, and only its gateway is on-link.
ip route add 10.0.0.2/32 via 172.18.0.2 dev eth0
nsenter --net=/run/netns/server bash <<'SERVER'
ip route add 10.0.0.1 dev eth0 # optional: the default route found its link when it was added, and the kernel does not look for it again
ip route del 10.0.0.0/24
SERVER
