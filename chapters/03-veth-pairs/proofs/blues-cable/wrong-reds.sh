# host: worker
# fails: answer
# says: the ifindex of veth
ip netns exec red cat /sys/class/net/eth0/iflink
