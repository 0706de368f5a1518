# host: control-plane
# The gateway of the pods.
# fails: answer
# says: the MAC of cni0
cat /sys/class/net/cni0/address
