# host: control-plane
cat /sys/class/net/flannel.1/address
