# host: worker
# crun keeps it in a file.
jq .pid /run/crun/shop-side/status
