# host: worker
# The right masks were added, and the wrong ones left: green still takes shop for a neighbour.
# fails: green-wide
# says: 10.5.5.10/20 is still on eth0
# passes: green-mask
ip -n red addr add 10.5.4.10/22 dev eth0
ip -n green addr add 10.5.5.10/22 dev eth0
ip -n grey addr add 10.5.7.10/22 dev eth0
ip -n grey route add default via 10.5.4.1
