# host: worker
# Started once more in client, as in the steps before.
# fails: refused-in-client
# says: answered from client
# passes: exists, lo-up
ip netns add server
ip -n server link set lo up
ip netns exec client setsid python3 -m http.server 8080 >/dev/null 2>&1 </dev/null &
for _ in $(seq 50); do ip netns exec client curl -s -m 1 -o /dev/null http://127.0.0.1:8080 && exit 0; sleep 0.1; done
