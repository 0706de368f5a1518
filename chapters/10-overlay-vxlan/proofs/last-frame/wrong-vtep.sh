# host: worker2
# The frame that was unwrapped has that as its destination, and it is gone by then.
# fails: answer
# says: the MAC of flannel.1
cat /sys/class/net/flannel.1/address
