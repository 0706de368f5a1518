# host: worker
# Without `master` the entry goes into the port's own filter and not into the bridge's table.
# fails: bridge-server
# says: own filter (self), not in the forwarding table
client=$(ip -n client -br link show eth0 | awk '{ print $3 }')
server=$(ip -n server -br link show eth0 | awk '{ print $3 }')
ip -n client neigh replace 10.0.0.3 dev eth0 lladdr "$server" nud reachable
ip -n server neigh replace 10.0.0.2 dev eth0 lladdr "$client" nud reachable
bridge fdb append "$client" dev veth-client
bridge fdb append "$server" dev veth-server
