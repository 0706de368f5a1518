# host: worker
ip netns add db
ip -n db link set lo up # optional: nobody talks to db's own localhost here, but a pod has it up
ip link add veth-db type veth peer name eth0 netns db
ip link set veth-db master br0 # order: there is no cable to plug in before
ip link set veth-db up
ip -n db addr add 10.0.0.4/24 dev eth0
ip -n db link set eth0 up
