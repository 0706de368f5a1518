# host: worker
ip addr del 169.254.132.141/16 dev veth2
ip route add 10.244.4.40 dev veth2
