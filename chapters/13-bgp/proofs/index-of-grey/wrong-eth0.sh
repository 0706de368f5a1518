# host: control-plane
# The device to the other nodes.
# fails: answer
# says: the ifindex of eth0
cat /sys/class/net/eth0/ifindex
