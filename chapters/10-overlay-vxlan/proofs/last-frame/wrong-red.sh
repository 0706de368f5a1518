# host: worker
# As if red's own frame came through.
# fails: answer
# says: that is not the MAC of cni0
ip -n red link show eth0 | awk '/ether/ { print $2 }'
