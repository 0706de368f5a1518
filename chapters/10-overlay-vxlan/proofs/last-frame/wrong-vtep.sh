# host: worker2
# The destination of the inner frame, which is gone by then.
# fails: answer
# says: the MAC of flannel.1
cat /sys/class/net/flannel.1/address
