# host: worker
# Blue's address on the end that is still in grey: 10.1.0.3 may answer, from the wrong pod.
# fails: port-blue
# says: eth1, is in namespace grey
# passes: port-green, port-grey, red-green, red-grey
ip link set port-green up
ip link set port-grey master br1
ip -n grey addr add 10.1.0.3/24 dev eth1
ip -n grey link set eth1 up
