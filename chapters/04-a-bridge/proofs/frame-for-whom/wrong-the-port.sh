# host: worker
# The other end of the client's cable is where the frame goes first; it is not whom it is for.
# fails: answer
# says: the MAC of veth-client
ip -br link show veth-client | awk '{ print $3 }'
