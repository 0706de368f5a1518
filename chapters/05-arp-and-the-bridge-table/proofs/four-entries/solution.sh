# host: worker
ip netns exec client ping -q -c 1 -W 1 10.0.0.3
