# host: worker2
# The pod's own socket.
ip netns exec web-2 ss -Htn state established sport = :8080 dst 172.18.0.3 | awk '{ print $4 }' | grep -oE '[0-9]+$'
