# host: worker
# The receiver of the frames, not their sender.
# fails: answer
# says: that is not the MAC of eth0
ping -c 1 172.18.0.1 >/dev/null
ip neigh show 172.18.0.1 | grep -oE '([0-9a-f]{2}:){5}[0-9a-f]{2}'
