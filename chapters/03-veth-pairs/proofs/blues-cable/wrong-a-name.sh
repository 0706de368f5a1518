# host: worker
# The name of the device instead of its number.
# fails: answer
# says: not a number
ip -br link | grep -o '^veth[0-9a-f]*@' | tail -1
