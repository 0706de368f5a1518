# host: worker
# From the other side: 192.168.1.254 is the address of br0.
cat /sys/class/net/br0/address
