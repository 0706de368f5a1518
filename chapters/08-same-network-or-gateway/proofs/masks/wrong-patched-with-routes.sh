# host: worker
# A route for each symptom: all pings come back, and the masks are as wrong as before.
# fails: green-mask
# says: 10.5.5.10 is on eth0 with /20, not /22
# passes: green-shop
ip -n red route add 10.5.4.0/22 dev eth0
ip -n green route add 10.5.8.0/22 via 10.5.4.1
ip -n grey route add 10.5.4.0/22 dev eth0
ip -n grey route add default via 10.5.4.1
