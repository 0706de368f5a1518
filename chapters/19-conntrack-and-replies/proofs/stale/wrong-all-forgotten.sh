# host: worker
# Every connection is forgotten. The next packet of the open TCP connection meets the new rules.
# fails: call
# says: the body lacks "web-2"
# passes: arrives, no-stale
conntrack -F
