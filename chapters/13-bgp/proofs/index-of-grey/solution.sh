# host: control-plane
cat /sys/class/net/cali-grey/ifindex
