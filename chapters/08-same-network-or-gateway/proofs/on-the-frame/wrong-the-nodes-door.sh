# host: worker
# The device by which the packet will leave the node, in another frame.
# fails: answer
# says: the MAC of eth0 in the host's namespace
cat /sys/class/net/eth0/address
