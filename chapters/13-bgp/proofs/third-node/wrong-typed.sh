# host: worker
# As in chapter 9: it works, until a node goes.
# fails: from-control-plane
# says: typed by hand (proto boot)
# passes: grey-red, grey-green, red-green, red-sees-grey, grey-sees-green
ip route add "10.244.$RANGE.0/24" via 172.18.0.2
# host: worker2
ip route add "10.244.$RANGE.0/24" via 172.18.0.2
# host: control-plane
ip route add 10.244.1.0/24 via 172.18.0.3
ip route add 10.244.2.0/24 via 172.18.0.4
