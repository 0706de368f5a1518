# host: worker
# fails: answer
# says: own ifindex
ip netns exec blue cat /sys/class/net/eth0/ifindex
