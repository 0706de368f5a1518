# host: worker
# All rules of the node.
# fails: closed
# says: never came to gate of worker
# passes: red-visits
nft flush ruleset
