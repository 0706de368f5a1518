# host: worker
# Whose MAC? The client's own.
# fails: pinned
# says: the MAC of eth0 in namespace client
mac=$(ip -n client -br link show eth0 | awk '{ print $3 }')
ip -n client neigh replace 10.0.0.3 dev eth0 lladdr "$mac" nud permanent
