# host: worker
# "The gateway will know": the underlay's router does not know of pods.
# fails: mesh
# says: on the way back worker sends what is for 10.0.0.2 to 172.18.0.1
ip route add 10.0.0.2 via 172.18.0.1
ip -n server route add 10.0.0.2 via 10.0.0.1
