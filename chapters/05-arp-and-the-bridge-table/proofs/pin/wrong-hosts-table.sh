# host: worker
# In the table of the host, where the bridge is.
# fails: pinned
# says: is in the host's namespace, not in namespace client
server=$(ip -n server -br link show eth0 | awk '{ print $3 }')
ip neigh replace 10.0.0.3 dev br0 lladdr "$server" nud permanent
