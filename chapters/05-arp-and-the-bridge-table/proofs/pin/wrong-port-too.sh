# host: worker
# The MAC is right. Then the bridge gets an entry "of its own" as well, for a port that the server is not behind.
# fails: no-question
# says: the MAC of eth0 in namespace server, and nothing came back
server=$(ip -n server -br link show eth0 | awk '{ print $3 }')
ip -n client neigh replace 10.0.0.3 dev eth0 lladdr "$server" nud permanent
bridge fdb replace "$server" dev veth-db master static
