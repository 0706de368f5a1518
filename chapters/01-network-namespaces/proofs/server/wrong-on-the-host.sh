# host: worker
# The namespace is ready, but the server was started in front of it: a program listens where it was started.
# fails: listens
# says: but in the host's namespace
# passes: exists, lo-up, refused-in-client
ip netns add server
ip -n server link set lo up
setsid python3 -m http.server 8080 >/dev/null 2>&1 </dev/null &
for _ in $(seq 50); do ss -Hltn | grep -q :8080 && exit 0; sleep 0.1; done
