# host: worker
# What red wrote into its own frame, on another link.
# fails: answer
# says: the MAC of cali-green
ip -n red neigh show 169.254.1.1 | awk '{ print $5 }'
