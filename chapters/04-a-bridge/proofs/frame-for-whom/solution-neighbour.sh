# host: worker
# As the client knows it.
ip netns exec client ping -c 1 -W 1 10.0.0.3 >/dev/null
ip -n client neigh show 10.0.0.3 | awk '{ print $5 }'
