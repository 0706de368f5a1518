# host: worker
# Out of habit.
# fails: green-mask
# says: 10.5.5.10 is on eth0 with /24, not /22
for pod in red=10.5.4.10 green=10.5.5.10 grey=10.5.7.10; do
  name=${pod%=*}
  ip -n "$name" addr flush dev eth0
  ip -n "$name" addr add "${pod#*=}/24" dev eth0
  ip -n "$name" route add default via 10.5.4.1
done
