# host: worker
# Ask one last time, and make what was learned permanent.
ip netns exec client ping -q -c 1 -W 1 10.0.0.3
ip -n client neigh change 10.0.0.3 dev eth0 nud permanent
