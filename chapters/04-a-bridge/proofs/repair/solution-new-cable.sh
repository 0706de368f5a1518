# host: worker
# Pull blue's cable out altogether and lay another one.
ip link del port-blue
ip link add port-blue master br1 type veth peer name eth0 netns blue
ip -n blue addr add 10.1.0.3/24 dev eth0
ip -n blue link set eth0 up
ip -batch - <<'BATCH'
link set port-blue up
link set port-green up
link set port-grey master br1
BATCH
