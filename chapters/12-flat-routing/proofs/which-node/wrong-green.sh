# host: worker2
# The packet is for green; the frame is not.
# fails: answer
# says: the MAC of eth0 in namespace green
ip -n green -br link show eth0 | awk '{ print $3 }'
