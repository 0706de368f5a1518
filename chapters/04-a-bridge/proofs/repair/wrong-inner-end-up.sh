# host: worker
# Green's own end shows DOWN, or rather LOWERLAYERDOWN: raising it again does not help, the other end is the one that is off.
# fails: port-green
# says: port-green is still DOWN
# passes: port-blue, port-grey, address-blue, red-blue, red-grey, blue-grey
ip -n green link set eth0 up
ip link set port-grey master br1
ip -n grey link set eth1 netns blue
ip -n blue addr add 10.1.0.3/24 dev eth1
ip -n blue link set eth1 up
