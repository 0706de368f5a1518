# host: control-plane
# The number in the pod, of the other end.
# fails: answer
# says: the ifindex of cali-grey's other end
ip netns exec grey cat /sys/class/net/eth0/ifindex
