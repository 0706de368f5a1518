# host: worker
# The old pod's server is stopped, although the open connection still needs it.
# fails: call
# says: not ESTABLISHED
for chain in PREROUTING OUTPUT; do
  iptables -t nat -R "$chain" 1 -d 172.18.0.3 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80
done
kill "$(ip netns pids shop)"
for _ in $(seq 50); do conntrack -L -p tcp --orig-dst 172.18.0.3 --state ESTABLISHED 2>/dev/null | grep -q 10.0.0.4 || break; sleep 0.1; done
