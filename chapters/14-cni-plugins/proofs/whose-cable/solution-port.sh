# host: worker
# So far the bridge has one port.
ls /sys/class/net/cni0/brif
