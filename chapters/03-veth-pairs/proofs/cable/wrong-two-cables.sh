# host: worker
# A cable for each pod, as it would be with a bridge; nothing joins the two.
# fails: api-end
# says: veth-api
ip netns add api
ip netns add db
for pod in api db; do
  ip link add veth-$pod type veth peer name eth0 netns $pod
  ip link set veth-$pod up
  ip -n $pod link set eth0 up
done
ip -n api addr add 10.1.0.1/24 dev eth0
ip -n db addr add 10.1.0.2/24 dev eth0
