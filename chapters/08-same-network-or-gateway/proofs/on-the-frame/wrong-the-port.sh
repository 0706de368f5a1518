# host: worker
# The port by which the frame comes into the bridge is not the one that it is for.
# fails: answer
# says: the MAC of veth-client
cat /sys/class/net/veth-client/address
