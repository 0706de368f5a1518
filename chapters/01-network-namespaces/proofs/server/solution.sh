# host: worker
ip netns add server
ip -n server link set lo up
ip netns exec server setsid python3 -m http.server 8080 >/dev/null 2>&1 </dev/null &
# optional: only waits for the server, and the checks wait a little themselves
for _ in $(seq 50); do ip netns exec server curl -s -m 1 -o /dev/null http://127.0.0.1:8080 && break; sleep 0.1; done
