# host: worker
# The first dport of the entry.
# fails: answer
# says: the port that was called
echo 80
