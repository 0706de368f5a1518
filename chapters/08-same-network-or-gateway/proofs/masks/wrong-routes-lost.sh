# host: worker
# A device that loses its last address loses its routes.
# fails: green-default
# says: has no default route
# passes: red-mask green-mask grey-mask
ip -n red addr del 10.5.4.10/24 dev eth0
ip -n red addr add 10.5.4.10/22 dev eth0
ip -n green addr del 10.5.5.10/20 dev eth0
ip -n green addr add 10.5.5.10/22 dev eth0
ip -n grey addr del 10.5.7.10/23 dev eth0
ip -n grey addr add 10.5.7.10/22 dev eth0
