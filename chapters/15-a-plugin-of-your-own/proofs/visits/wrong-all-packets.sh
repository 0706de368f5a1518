# host: worker
# All packets of a visit: but a rule in table nat sees the first packet of a connection only.
# fails: answer
# says: not how many packets
echo 12
