# host: worker
# As for a router: the bridge's MAC, which is that of one of its ports.
# fails: pinned
# says: the MAC of veth-
mac=$(ip -br link show br0 | awk '{ print $3 }')
ip -n client neigh replace 10.0.0.3 dev eth0 lladdr "$mac" nud permanent
