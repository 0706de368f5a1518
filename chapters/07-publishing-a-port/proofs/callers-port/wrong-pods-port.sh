# host: worker
# The pod's end of the connection.
# fails: answer
# says: the port that the answers come from
ip netns exec web ss -Htn state established | awk '{ print $3 }' | cut -d: -f2
