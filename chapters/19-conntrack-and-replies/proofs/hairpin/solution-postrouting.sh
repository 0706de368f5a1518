# host: worker
# No mark: POSTROUTING knows by the addresses who calls itself. The port's mode is set by another tool.
for address in 10.244.1.5 10.244.1.6; do
  iptables -t nat -A POSTROUTING -s "$address" -d "$address" -j MASQUERADE
done
ip link set red type bridge_slave hairpin on
ip link set blue type bridge_slave hairpin on
