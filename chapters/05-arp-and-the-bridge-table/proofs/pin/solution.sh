# host: worker
server=$(ip -n server -br link show eth0 | awk '{ print $3 }')
ip -n client neigh replace 10.0.0.3 dev eth0 lladdr "$server" nud permanent
