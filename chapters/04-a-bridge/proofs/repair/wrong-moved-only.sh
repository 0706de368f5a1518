# host: worker
# The cable ends in the right pod, and its end is as bare as moving leaves it.
# fails: address-blue
# says: no device in namespace blue has 10.1.0.3/24
# passes: port-green, port-blue, port-grey, red-green, red-grey
ip link set port-green up
ip link set port-grey master br1
ip -n grey link set eth1 netns blue
