# host: worker
# A program that takes the calls and makes new ones. All visitors get through, and all look like the node.
# fails: from-internet
# says: the server sees 10.0.0.1 (br0 of worker) instead of 203.0.113.10
cat >/srv/proxy.py <<'PY'
import socket

server = socket.create_server(("", 8080))
while True:
    caller, _ = server.accept()
    with caller, socket.create_connection(("10.0.0.4", 80)) as pod:
        pod.sendall(caller.recv(4096))
        while piece := pod.recv(4096):
            caller.sendall(piece)
PY
setsid python3 /srv/proxy.py >/dev/null 2>&1 </dev/null &
for _ in $(seq 50); do ss -Hltn | grep -q :8080 && break; sleep 0.1; done
