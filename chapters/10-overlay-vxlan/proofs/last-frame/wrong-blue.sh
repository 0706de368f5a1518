# host: worker2
# The destination.
# fails: answer
# says: the MAC of eth0 in namespace blue
ip -n blue link show eth0 | awk '/ether/ { print $2 }'
