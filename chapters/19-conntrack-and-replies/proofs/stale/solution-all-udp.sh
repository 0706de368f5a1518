# host: worker
# Coarser: all of UDP is forgotten. Each stream begins again with its next packet, and finds its pod by the rules.
conntrack -D -p udp
