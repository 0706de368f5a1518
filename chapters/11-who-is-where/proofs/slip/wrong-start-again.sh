# host: worker2
# A restart does not help: the daemon reads the same list again.
# fails: route
# says: packets follow the default route
for pid in $(pgrep -f '^bash /root/flanneld'); do kill "$pid"; done
setsid bash /root/flanneld >/dev/null 2>&1 </dev/null &
