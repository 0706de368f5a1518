# host: worker
# The default gateway's: it would be, if the route were not there.
# fails: answer
# says: not the MAC of eth0
ping -q -c 1 -W 3 172.18.0.1 >/dev/null
ip neigh show 172.18.0.1 dev eth0 | awk '{ print $3 }'
