# host: worker
# As the client knows it.
# optional: the client has talked to the server before; this is for an entry that has aged
ip netns exec client ping -c 1 -W 1 10.0.0.3 >/dev/null
ip -n client neigh show 10.0.0.3 | awk '{ print $5 }'
