# host: worker
# The PID of some process of the host: the name leads to the host's own namespace.
# fails: listens
# says: 8080
ip netns attach web 1
