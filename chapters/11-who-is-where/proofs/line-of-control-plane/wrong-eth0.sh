# host: control-plane
# The outer frame's, between nodes.
# fails: answer
# says: the MAC of eth0
cat /sys/class/net/eth0/address
