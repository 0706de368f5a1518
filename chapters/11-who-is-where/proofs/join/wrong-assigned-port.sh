# host: control-plane
# The assigned port, but the other nodes listen at another one.
# fails: red-gold
# says: nothing listens at its UDP port 8472
# passes: vtep
ip link add flannel.1 address 02:42:0a:f4:00:00 type vxlan id 1 local 172.18.0.2 dstport 4789 dev eth0 nolearning
ip addr add 10.244.0.0/32 dev flannel.1
ip link set flannel.1 up
for peer in 1=172.18.0.3 2=172.18.0.4; do
  n=${peer%=*}
  ip neigh add 10.244.$n.0 lladdr 02:42:0a:f4:0$n:00 dev flannel.1 nud permanent
  bridge fdb add 02:42:0a:f4:0$n:00 dev flannel.1 dst ${peer#*=}
  ip route add 10.244.$n.0/24 via 10.244.$n.0 dev flannel.1 onlink
done
ip -n gold link set eth0 mtu 1450
# host: worker
ip neigh add 10.244.0.0 lladdr 02:42:0a:f4:00:00 dev flannel.1 nud permanent
bridge fdb add 02:42:0a:f4:00:00 dev flannel.1 dst 172.18.0.2
ip route add 10.244.0.0/24 via 10.244.0.0 dev flannel.1 onlink
# host: worker2
ip neigh add 10.244.0.0 lladdr 02:42:0a:f4:00:00 dev flannel.1 nud permanent
bridge fdb add 02:42:0a:f4:00:00 dev flannel.1 dst 172.18.0.2
ip route add 10.244.0.0/24 via 10.244.0.0 dev flannel.1 onlink
