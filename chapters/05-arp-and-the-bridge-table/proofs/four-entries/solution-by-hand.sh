# host: worker
# Nothing is sent: each entry is written where a frame would have left it.
client=$(ip -n client -br link show eth0 | awk '{ print $3 }')
server=$(ip -n server -br link show eth0 | awk '{ print $3 }')
ip -n client neigh replace 10.0.0.3 dev eth0 lladdr "$server" nud reachable
ip -n server neigh replace 10.0.0.2 dev eth0 lladdr "$client" nud reachable
bridge fdb replace "$client" dev veth-client master dynamic
bridge fdb replace "$server" dev veth-server master dynamic
