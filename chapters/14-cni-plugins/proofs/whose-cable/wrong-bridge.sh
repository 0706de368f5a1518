# host: worker
# All pods' packets pass the bridge, but it is not the other end of the pair.
# fails: answer
# says: another device
echo cni0
