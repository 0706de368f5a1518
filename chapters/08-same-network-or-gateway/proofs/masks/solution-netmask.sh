# host: worker
# The mask is written out, as older tools want it, and all old addresses are flushed at once.
for pod in red=10.5.4.10 green=10.5.5.10 grey=10.5.7.10; do
  name=${pod%=*}
  ip -n "$name" addr flush dev eth0
  ip -n "$name" addr add "${pod#*=}/255.255.252.0" dev eth0
  ip -n "$name" route add default via 10.5.4.1
done
