# host: worker
# The pod's own end, and in the pod.
# fails: answer
# says: the device's own name
echo eth0
