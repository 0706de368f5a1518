# host: worker
# "The client reaches the server through its own port": the table says where a MAC is, not who asks for it.
# fails: bridge-client
# says: is behind veth-server, not behind veth-client
client=$(ip -n client -br link show eth0 | awk '{ print $3 }')
server=$(ip -n server -br link show eth0 | awk '{ print $3 }')
ip -n client neigh replace 10.0.0.3 dev eth0 lladdr "$server" nud reachable
ip -n server neigh replace 10.0.0.2 dev eth0 lladdr "$client" nud reachable
bridge fdb replace "$server" dev veth-client master static
bridge fdb replace "$client" dev veth-server master static
