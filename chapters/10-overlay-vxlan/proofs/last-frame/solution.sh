# host: worker2
cat /sys/class/net/cni0/address
