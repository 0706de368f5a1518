# host: worker2
# blue has it as well, as the MAC address of its gateway.
# optional: blue has answered red by it before
ip netns exec blue ping -q -c 1 -W 3 10.244.2.1 >/dev/null
ip -n blue neigh show 10.244.2.1 | grep -oE '([0-9a-f]{2}:){5}[0-9a-f]{2}'
