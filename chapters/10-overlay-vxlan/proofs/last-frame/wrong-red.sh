# host: worker
# As if the frame of red came through.
# fails: answer
# says: that is not the MAC of cni0
ip -n red link show eth0 | awk '/ether/ { print $2 }'
