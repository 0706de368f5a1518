# host: worker
# The PID of some process of the host: the name leads to the host's own namespace.
# fails: named
# says: only another name for the host's namespace
ip netns attach web 1
