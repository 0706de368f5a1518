# host: control-plane
# As kind's own daemon does it: masquerade what is not for the range of all pods, from any sender.
ip route replace "10.244.$THIRD.0/24" via 172.18.0.4 dev eth0
iptables -t nat -R POSTROUTING 1 ! -d 10.244.0.0/16 -o eth0 -j MASQUERADE
# host: worker
ip route replace "10.244.$THIRD.0/24" via 172.18.0.4 dev eth0
iptables -t nat -R POSTROUTING 1 ! -d 10.244.0.0/16 -o eth0 -j MASQUERADE
# host: worker2
echo 1 >/proc/sys/net/ipv4/ip_forward
ip route replace 10.244.0.0/24 via 172.18.0.2 dev eth0
ip route replace 10.244.1.0/24 via 172.18.0.3 dev eth0
iptables -t nat -R POSTROUTING 1 ! -d 10.244.0.0/16 -o eth0 -j MASQUERADE
