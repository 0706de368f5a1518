# host: worker
# fails: answer
# says: the PID of shop;
crun state shop | jq .pid
