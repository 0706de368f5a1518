# host: worker
# fails: answer
# says: lo
cat /sys/class/net/lo/address
