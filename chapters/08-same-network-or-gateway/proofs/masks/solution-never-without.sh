# host: worker
# Add the right address first, then delete the wrong one: the device is never without an address, and keeps its routes.
ip -n red addr add 10.5.4.10/22 dev eth0
ip -n red addr del 10.5.4.10/24 dev eth0
ip -n green addr add 10.5.5.10/22 dev eth0
ip -n green addr del 10.5.5.10/20 dev eth0
ip -n grey addr add 10.5.7.10/22 dev eth0
ip -n grey addr del 10.5.7.10/23 dev eth0
ip -n grey route add default via 10.5.4.1
