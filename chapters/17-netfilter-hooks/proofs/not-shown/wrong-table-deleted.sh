# host: worker
# The neighbour that closes port 91 goes with it.
# fails: closed
# says: never came to gate of worker
# passes: red-visits
nft delete table inet guard
