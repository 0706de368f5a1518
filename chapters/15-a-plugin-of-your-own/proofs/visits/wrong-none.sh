# host: worker
# As if nobody had come.
# fails: answer
# says: not how many packets
echo 0
