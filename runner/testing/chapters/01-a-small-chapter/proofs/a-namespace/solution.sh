# host: worker
ip netns add server
ip -n server link set lo up
