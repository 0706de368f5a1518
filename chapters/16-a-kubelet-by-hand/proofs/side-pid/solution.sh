# host: worker
crun state shop-side | jq .pid
