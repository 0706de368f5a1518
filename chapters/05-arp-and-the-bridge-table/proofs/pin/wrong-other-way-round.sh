# host: worker
# The server's table, about the client: it saves the other question.
# fails: no-question
# says: must not: ARP, Request who-has 10.0.0.3 tell 10.0.0.2
client=$(ip -n client -br link show eth0 | awk '{ print $3 }')
ip -n server neigh replace 10.0.0.2 dev eth0 lladdr "$client" nud permanent
