# host: worker
# Plugged in, but into the first switch.
# fails: port-grey
# says: port-grey is a port of br0
# passes: port-green, port-blue, address-blue, red-green, red-blue
ip link set port-green up
ip link set port-grey master br0
ip -n grey link set eth1 netns blue
ip -n blue addr add 10.1.0.3/24 dev eth1
ip -n blue link set eth1 up
