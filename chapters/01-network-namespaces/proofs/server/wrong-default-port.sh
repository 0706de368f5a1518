# host: worker
# http.server without a port number takes 8000.
# fails: listens
# says: listens on 0.0.0.0:8000
# passes: exists, lo-up, refused-in-client
ip netns add server
ip -n server link set lo up
ip netns exec server setsid python3 -m http.server >/dev/null 2>&1 </dev/null &
for _ in $(seq 50); do ip netns exec server ss -Hltn | grep -q :8000 && exit 0; sleep 0.1; done
