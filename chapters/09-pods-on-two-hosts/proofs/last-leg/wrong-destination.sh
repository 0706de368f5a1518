# host: worker
# The destination of the frame instead of its source.
# fails: answer
# says: the MAC of eth0 in namespace server
ip neigh show 10.244.1.2 | awk '{ print $5 }'
