# host: worker
# fails: lo-up
# says: lo is still DOWN
# passes: exists, listens, refused-in-client
ip netns add server
ip netns exec server setsid python3 -m http.server 8080 >/dev/null 2>&1 </dev/null &
for _ in $(seq 50); do ip netns exec server ss -Hltn | grep -q :8080 && exit 0; sleep 0.1; done
