# host: worker
# The server first, in a namespace without a name; the name afterwards, from its PID.
unshare -n sh -c 'ip link set lo up; exec python3 -m http.server 8080 --bind 127.0.0.1' >/dev/null 2>&1 </dev/null &
pid=$!
# optional: only waits for the server, and the checks wait a little themselves
for _ in $(seq 50); do nsenter -n -t "$pid" curl -s -m 1 -o /dev/null http://127.0.0.1:8080 && break; sleep 0.1; done
ip netns attach server "$pid"
