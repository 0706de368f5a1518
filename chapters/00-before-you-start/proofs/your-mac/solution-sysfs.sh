# host: worker
cat /sys/class/net/eth0/address
