# host: worker
# As the pod sees it.
# fails: answer
# says: the port that the connection set out from
echo 40000
