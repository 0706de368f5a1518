# host: worker
# Fresh for half a minute, and then it will be checked.
# fails: pinned
# says: is REACHABLE, not PERMANENT: it was learned and will age
server=$(ip -n server -br link show eth0 | awk '{ print $3 }')
ip -n client neigh replace 10.0.0.3 dev eth0 lladdr "$server" nud reachable
