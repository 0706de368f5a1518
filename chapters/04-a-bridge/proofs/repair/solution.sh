# host: worker
ip link set port-green up
ip link set port-grey master br1
ip -n grey link set eth1 netns blue
ip -n blue addr add 10.1.0.3/24 dev eth1 # order: a device loses its addresses when it moves
ip -n blue link set eth1 up
