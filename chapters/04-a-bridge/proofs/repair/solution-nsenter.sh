# host: worker
# From inside grey: a device can be sent to another namespace by name from there, too.
nsenter --net=/run/netns/grey ip link set eth1 name eth0blue
nsenter --net=/run/netns/grey ip link set eth0blue netns blue
nsenter --net=/run/netns/blue sh -c 'ip link set eth0blue name eth0; ip addr add 10.1.0.3/24 dev eth0; ip link set eth0 up'
for port in /sys/class/net/port-*; do
  ip link set "${port##*/}" master br1 up
done
