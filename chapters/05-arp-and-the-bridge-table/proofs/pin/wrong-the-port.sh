# host: worker
# The end of the server's veth pair that stays in the host: the frame passes it, and is not for it.
# fails: no-question
# says: the MAC of veth-server in the host's namespace, and nothing came back
mac=$(ip -br link show veth-server | awk '{ print $3 }')
ip -n client neigh replace 10.0.0.3 dev eth0 lladdr "$mac" nud permanent
