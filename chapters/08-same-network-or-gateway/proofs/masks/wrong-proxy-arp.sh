# host: worker
# The node answers ARP for shop, so green takes shop for a neighbour.
# fails: green-wide
# says: 10.5.5.10/20 is still on eth0
# passes: green-shop
sysctl -qw net.ipv4.conf.br1.proxy_arp=1 net.ipv4.neigh.br1.proxy_delay=0
