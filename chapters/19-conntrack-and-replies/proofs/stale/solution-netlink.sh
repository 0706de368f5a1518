# host: worker
# By the kernel's own interface, as kube-proxy does: a netlink message names the entry by its first tuple.
python3 - <<'PY'
import socket, struct, sys

def attribute(kind, data):
    return struct.pack("HH", len(data) + 4, kind) + data + bytes(-len(data) % 4)

def nested(kind, *parts):
    return attribute(kind | 0x8000, b"".join(parts))

addresses = nested(1, attribute(1, socket.inet_aton("10.244.1.9")), attribute(2, socket.inet_aton("10.96.0.60")))
ports = nested(2, attribute(1, b"\x11"), attribute(2, struct.pack("!H", 5140)), attribute(3, struct.pack("!H", 514)))
body = struct.pack("BBH", socket.AF_INET, 0, 0) + nested(1, addresses, ports)
delete = struct.pack("IHHII", 16 + len(body), 1 << 8 | 2, 1 | 4, 1, 0) + body
with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12) as netfilter:
    netfilter.send(delete)
    sys.exit(-struct.unpack("i", netfilter.recv(4096)[16:20])[0])
PY
