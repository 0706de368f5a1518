# host: worker2
# The daemon was not to blame: it reads the same list again.
# fails: route
# says: packets follow the default route
for pid in $(pgrep -f '^bash /root/flanneld'); do kill "$pid"; done
setsid bash /root/flanneld >/dev/null 2>&1 </dev/null &
