# host: worker
# SNAT names the address to write, and the rule names the device that packets leave by.
for pod in red blue; do ip -n "$pod" route add default via 10.1.0.1 dev eth0; done
echo 1 >/proc/sys/net/ipv4/ip_forward
iptables -t nat -A POSTROUTING -o eth0 -s 10.1.0.0/24 -j SNAT --to-source 172.18.0.3
ip netns exec blue ping -q -c 1 -W 2 internet
