# host: worker
# The same without `ip netns`: unshare mounts the new namespace over a file, nsenter goes in; socat answers.
mkdir -p /run/netns # optional: client has its name there already
touch /run/netns/server
unshare --net=/run/netns/server ip link set lo up # order: needs a file to stand on
page=$(printf 'HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nserved by socat\n_')
printf '%s' "${page%_}" > /srv/page.http
nsenter --net=/run/netns/server setsid socat TCP-LISTEN:8080,fork,reuseaddr SYSTEM:'sed -u /^.$/q >/dev/null; cat /srv/page.http' \
  >/dev/null 2>&1 </dev/null &
# optional: only waits for the server, and the checks wait a little themselves
for _ in $(seq 50); do nsenter --net=/run/netns/server curl -s -m 1 -o /dev/null http://127.0.0.1:8080 && break; sleep 0.1; done
