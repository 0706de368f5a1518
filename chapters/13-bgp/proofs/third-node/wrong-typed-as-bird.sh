# host: worker
# The kernel does not check the proto of a route.
# fails: from-control-plane
# says: no BIRD answers on control-plane
# passes: grey-red, grey-green, red-green, red-sees-grey, grey-sees-green
ip route add "10.244.$RANGE.0/24" via 172.18.0.2 proto bird
# host: worker2
ip route add "10.244.$RANGE.0/24" via 172.18.0.2 proto bird
# host: control-plane
ip route add 10.244.1.0/24 via 172.18.0.3 proto bird
ip route add 10.244.2.0/24 via 172.18.0.4 proto bird
