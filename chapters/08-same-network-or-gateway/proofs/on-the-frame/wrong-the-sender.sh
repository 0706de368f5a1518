# host: worker
# The MAC that the frame is from.
# fails: answer
# says: the MAC of eth0 in namespace client
ip netns exec client cat /sys/class/net/eth0/address
